"""归档包: asked for by a reader, packed by the worker, kept some days, each download on record."""

import hashlib
import logging
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.common.audit import SYSTEM
from zyk.common.moves import NotInThisState, move
from zyk.projects.archive.pack import pack
from zyk.projects.enums.archive import ARCHIVE_MOVES, ArchiveState
from zyk.projects.models import Application, Archive
from zyk.projects.queries.archive import may_archive

KEPT_DAYS = 30
STUCK_AFTER = timedelta(minutes=30)
log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_archive(application: Application, *, actor: Actor, at: datetime | None = None) -> Archive:
    """Have it packed for this reader. Asked again while it is under way nothing changes; after that it is packed
    anew."""
    at = at or timezone.now()
    if actor.user is None or actor.membership is None or not may_archive(actor, application):
        raise PermissionDenied
    archive, is_new = Archive.objects.select_for_update().get_or_create(
        application=application, asked_by=actor.user, membership=actor.membership, defaults={"asked_at": at}
    )
    if archive.state in (ArchiveState.READY, ArchiveState.FAILED):
        move(archive, ArchiveState.QUEUED, moves=ARCHIVE_MOVES, actor=actor)
        Archive.objects.filter(pk=archive.pk).update(failure="", progress=0, asked_at=at)
        is_new = True
    if is_new:
        audit.record(actor=actor, verb="ask for archive", about=application)
        _queue(archive.pk)
    return archive


def _queue(archive_id: int) -> None:
    from zyk.projects.tasks import pack_archive

    transaction.on_commit(lambda: pack_archive(archive_id), robust=True)


def make_archive(archive_id: int) -> Archive | None:
    """Pack it; a second worker, or a second time, does nothing. A failure stands on the page with its reason."""
    archive = (
        Archive.objects.select_related(
            "application__cycle__rulebook", "application__library__specialty", "application__lead_host__province",
            "asked_by", "membership__organisation",
        )
        .filter(pk=archive_id, state=ArchiveState.QUEUED)
        .first()
    )  # fmt: skip
    if archive is None:
        return None
    try:
        move(archive, ArchiveState.PACKING, moves=ARCHIVE_MOVES, actor=SYSTEM)
    except NotInThisState:
        return None
    Archive.objects.filter(pk=archive.pk).update(began_at=timezone.now(), progress=5)
    try:
        _make(archive, timezone.now())
    except Exception as failure:
        log.exception("packing archive %s failed", archive.pk)
        Archive.objects.filter(pk=archive.pk).update(failure=str(failure)[:300])
        move(archive, ArchiveState.FAILED, moves=ARCHIVE_MOVES, actor=SYSTEM, why=str(failure)[:300])
    return archive


def _make(archive: Archive, at: datetime) -> None:
    actor = Actor(user=archive.asked_by, membership=archive.membership)
    if not may_archive(actor, archive.application):
        raise PermissionDenied("no longer allowed")
    earlier = archive.storage_name
    with tempfile.TemporaryDirectory(prefix="zyk-archive-") as folder:
        path = Path(folder) / "archive.zip"
        files = pack(path, archive.application, actor=actor, at=at, tell=lambda part: _tell(archive.pk, part))
        with path.open("rb") as made:
            sha256 = hashlib.file_digest(made, "sha256").hexdigest()
        with path.open("rb") as made:
            kept = default_storage.save(f"archives/{archive.uuid}-{at:%Y%m%d%H%M%S}.zip", File(made))
        size = path.stat().st_size
    with transaction.atomic():
        Archive.objects.filter(pk=archive.pk).update(
            storage_name=kept, sha256=sha256, size_bytes=size, files=files, made_at=at, progress=100
        )
        archive.storage_name = kept
        move(archive, ArchiveState.READY, moves=ARCHIVE_MOVES, actor=SYSTEM, file_sha256=sha256)
        notify(
            [archive.asked_by],
            text=f"{archive.application}：归档包已打包，可以下载。",
            english_text=f"{archive.application}: the archive is ready to be downloaded.",
            url=f"/projects/applications/{archive.application.uuid}/archive/",
        )
    if earlier:
        default_storage.delete(earlier)


def _tell(archive_id: int, progress: int) -> None:
    Archive.objects.filter(pk=archive_id).update(progress=progress)


def record_download(archive: Archive, *, actor: Actor) -> None:
    """Who took it away, in which capacity, and the print of what he got."""
    audit.record(actor=actor, verb="download archive", about=archive.application, file_sha256=archive.sha256)


def resume_archives(at: datetime) -> list[int]:
    """Archives that wait without a worker: those of a killed one, and those whose queue entry was lost."""
    for archive in Archive.objects.filter(state=ArchiveState.PACKING, began_at__lt=at - STUCK_AFTER):
        move(archive, ArchiveState.QUEUED, moves=ARCHIVE_MOVES, actor=SYSTEM)
    waiting = Archive.objects.filter(state=ArchiveState.QUEUED, asked_at__lt=at - STUCK_AFTER)
    return list(waiting.order_by("id").values_list("pk", flat=True))


def remove_old_archives(at: datetime) -> int:
    """Take away what nobody needs any more; it can be packed again at any time. The trail keeps who had it."""
    old = Archive.objects.filter(made_at__lt=at - timedelta(days=KEPT_DAYS), state=ArchiveState.READY)
    names = list(old.values_list("storage_name", flat=True))
    old.delete()
    for name in names:
        default_storage.delete(name)
    return len(names)
