"""Making previews, in the worker. Killed at any point, a making is taken up again and ends the same.

The worker's own steps are no acts of a person: they compare and set, and stay out of the audit trail."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from zyk.common import audit
from zyk.common.moves import move
from zyk.media import store
from zyk.media.enums import PREVIEW_MOVES, PreviewState, Remark
from zyk.media.facts import facts_of
from zyk.media.formats import BY_EXTENSION
from zyk.media.models import FilePreview, StoredFile
from zyk.media.previews import Piece, maker_of

logger = logging.getLogger(__name__)
ASKED_AGAIN_AFTER = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(hours=1)


def make_preview(stored_file_id: int) -> None:
    """Make all pieces of one file. Does nothing unless the file waits for it; a failure is kept as a state."""
    stored_file = StoredFile.objects.filter(pk=stored_file_id).first()
    if stored_file is None or not _step(stored_file, PreviewState.MAKING):
        return
    making = uuid4().hex[:8]
    try:
        rows = _made(stored_file, making)
    except Exception as error:
        logger.exception("preview of %s", stored_file.sha256)
        stored_file.preview_failure = f"{type(error).__name__}: {error}"[:300]
        _step(stored_file, PreviewState.FAILED, "preview_failure")
        _sweep(stored_file)
        return
    stored_file.preview_failure = ""
    _finish(stored_file, rows)
    _sweep(stored_file)


def _made(stored_file: StoredFile, making: str) -> list[FilePreview]:
    maker = maker_of(stored_file.kind)
    with store.local_copy(stored_file.storage_name) as path:
        if Remark.FACTS_WAIT in stored_file.checks:
            _read_facts_again(stored_file, path)
        pieces = maker(stored_file, path) if maker else iter(())
        return [_row(stored_file, piece, making) for piece in pieces]


def _row(stored_file: StoredFile, piece: Piece, making: str) -> FilePreview:
    path = ""
    if piece.content:
        path = f"{_folder(stored_file)}/{making}-{piece.kind}-{piece.position}.{piece.suffix}"
        store.write_made(path, piece.content)
    return FilePreview(
        stored_file=stored_file,
        kind=piece.kind,
        position=piece.position,
        title=piece.title,
        path=path,
        media_type=piece.media_type,
        size_bytes=len(piece.content),
        width=piece.width,
        height=piece.height,
        blocks=piece.blocks,
        text=piece.text,
    )


@transaction.atomic
def _finish(stored_file: StoredFile, rows: list[FilePreview]) -> None:
    """All pieces appear at once, or, when another making has overtaken this one, none."""
    settled = PreviewState.READY if rows else PreviewState.NONE
    facts = ("text", "checks", "facts", "width", "height", "duration_seconds", "preview_failure")
    if _step(stored_file, settled, *facts):
        stored_file.previews.all().delete()
        FilePreview.objects.bulk_create(rows)


def _step(stored_file: StoredFile, to: PreviewState, *fields: str) -> bool:
    """Move on if nobody else has since; also the time must be the one this making began with."""
    if to not in PREVIEW_MOVES[stored_file.preview_state]:
        return False
    now = timezone.now()
    changed = StoredFile.objects.filter(
        pk=stored_file.pk,
        preview_state=stored_file.preview_state,
        preview_moved_at=stored_file.preview_moved_at,
    ).update(
        preview_state=to,
        preview_moved_at=now,
        updated_at=now,
        **{name: getattr(stored_file, name) for name in fields},
    )
    if changed:
        stored_file.preview_state, stored_file.preview_moved_at = to, now
    return bool(changed)


def _read_facts_again(stored_file: StoredFile, path: Path) -> None:
    """The media extra may have been installed since."""
    facts = facts_of(path, BY_EXTENSION[stored_file.extension])
    stored_file.width, stored_file.height = facts.width, facts.height
    stored_file.duration_seconds, stored_file.facts = facts.duration_seconds, facts.more
    stored_file.checks = [remark.value for remark in facts.remarks]


def _folder(stored_file: StoredFile) -> str:
    return f"previews/{stored_file.storage_name}"


def _sweep(stored_file: StoredFile) -> None:
    """Remove pieces of earlier and broken-off makings; rows say which ones count."""
    try:
        _folders, names = default_storage.listdir(_folder(stored_file))
    except FileNotFoundError:
        return
    kept = set(FilePreview.objects.filter(stored_file=stored_file).values_list("path", flat=True))
    made = [f"{_folder(stored_file)}/{name}" for name in names]
    store.remove_made([path for path in made if path not in kept])


@transaction.atomic
def retry_preview(stored_file: StoredFile, *, actor: audit.ActsInTrail) -> None:
    """Ask for the preview once more; raises NotInThisState while one is waiting or being made."""
    from zyk.media.tasks import preview_stored_file

    locked = StoredFile.objects.select_for_update().get(pk=stored_file.pk)
    move(locked, PreviewState.PENDING, moves=PREVIEW_MOVES, actor=actor, field="preview_state")
    StoredFile.objects.filter(pk=locked.pk).update(preview_moved_at=timezone.now(), preview_failure="")
    transaction.on_commit(lambda: preview_stored_file(locked.pk), robust=True)


def resume_previews(now: datetime) -> list[int]:
    """Files whose turn was lost: asked for and never begun, or begun by a worker that died. Returns their ids."""
    StoredFile.objects.filter(preview_state=PreviewState.MAKING, preview_moved_at__lt=now - GIVEN_UP_AFTER).update(
        preview_state=PreviewState.PENDING, preview_moved_at=now - ASKED_AGAIN_AFTER - timedelta(seconds=1)
    )
    waiting = StoredFile.objects.filter(
        preview_state=PreviewState.PENDING, preview_moved_at__lt=now - ASKED_AGAIN_AFTER
    ).order_by("preview_moved_at", "id")
    return list(waiting.values_list("pk", flat=True)[:200])
