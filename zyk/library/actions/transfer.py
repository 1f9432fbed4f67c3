"""A whole library out as one package, and in from one: asked for, done by the worker or a command, told about."""

import hashlib
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import actor_of
from zyk.common import audit
from zyk.common.audit import ActsInTrail
from zyk.common.moves import move
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.bag.read import import_bag
from zyk.library.bag.write import Progress, write_bag
from zyk.library.enums import TRANSFER_MOVES, CourseKind, TransferKind, TransferState
from zyk.library.models import Library, LibraryTransfer
from zyk.library.search import index

KEPT_DAYS = 7
_SILENT = timedelta(minutes=10)
_INDEX_BATCH = 500


@transaction.atomic
def ask_export(library: Library, *, actor: Actor) -> LibraryTransfer:
    """Have the whole library packed; one that is under way already is returned instead."""
    must(rules.can_lead, library, actor)
    busy = library.transfers.filter(kind=TransferKind.EXPORT, state__in=("asked", "running")).first()
    if busy:
        return busy
    return LibraryTransfer.objects.create(
        kind=TransferKind.EXPORT, library=library, name=f"{library.code}.zip", asked_by=actor.user
    )


@transaction.atomic
def ask_import(file: Any, *, name: str, actor: Actor) -> LibraryTransfer:
    """Have a package read; for those who keep the site, since it brings people and units along."""
    if not actor.is_any(Role.OPERATOR):
        raise ValidationError(_("整库导入由系统运维人员办理。"), code="not-allowed")
    asked = LibraryTransfer(kind=TransferKind.IMPORT, name=name[:200], asked_by=actor.user, size_bytes=file.size)
    asked.storage_name = default_storage.save(f"transfers/{asked.uuid}.zip", File(file))
    asked.save()
    return asked


def run_transfer(asked: LibraryTransfer) -> LibraryTransfer:
    """Do what was asked; whatever goes wrong is said in the row, and nothing half-done stays."""
    if asked.state != TransferState.ASKED:
        return asked
    actor = actor_of(asked.asked_by, None) if asked.asked_by else audit.SYSTEM
    move(asked, TransferState.RUNNING, moves=TRANSFER_MOVES, actor=actor)
    with override(asked.asked_by.language if asked.asked_by else None):
        try:
            _export(asked) if asked.kind == TransferKind.EXPORT else _import(asked, actor)
        except (ValidationError, ValueError, OSError) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            asked.fault = words[:1000]
    asked.ended_at = timezone.now()
    asked.save()
    move(asked, TransferState.FAILED if asked.fault else TransferState.DONE, moves=TRANSFER_MOVES, actor=actor)
    _tell(asked)
    return asked


def export_library(library: Library, target: BinaryIO, *, actor: ActsInTrail, progress: Progress) -> dict[str, int]:
    """Write the package into `target`; returns how many rows of each part there are."""
    counts = write_bag(library, target, progress)
    audit.record(actor=actor, verb="export-library", about=library, facts=counts)
    return counts


def import_library(file: BinaryIO, *, actor: ActsInTrail, progress: Progress) -> tuple[Library, dict[str, Any]]:
    """Read a package and make what it holds findable; returns the library and what is to be said about it."""
    library, report = import_bag(file, actor=actor, progress=progress)
    index(library)
    for rows in (
        library.points.all(),
        library.courses.filter(kind=CourseKind.STANDARD).prefetch_related("modules"),
        library.resources.select_related("contributor", "current_version__file").prefetch_related("points"),
    ):
        things = list(rows)
        for start in range(0, len(things), _INDEX_BATCH):
            batch = things[start : start + _INDEX_BATCH]
            for thing in batch:
                thing.library = library  # type: ignore[attr-defined]
            with transaction.atomic():
                index(*batch)
    return library, report


def silent_transfers(now: datetime) -> list[int]:
    """Asked but never begun, or begun by a worker that was stopped: these are begun again."""
    for asked in LibraryTransfer.objects.filter(state=TransferState.RUNNING, moved_at__lt=now - _SILENT):
        move(asked, TransferState.ASKED, moves=TRANSFER_MOVES, actor=audit.SYSTEM)
    rows = LibraryTransfer.objects.filter(state=TransferState.ASKED, asked_at__lt=now - _SILENT)
    return list(rows.values_list("pk", flat=True))


def sweep_transfers(now: datetime) -> int:
    """Packages are not kept longer than a week; returns how many went."""
    old = LibraryTransfer.objects.filter(ended_at__lt=now - timedelta(days=KEPT_DAYS)).exclude(storage_name="")
    for asked in old:
        default_storage.delete(asked.storage_name)
        LibraryTransfer.objects.filter(pk=asked.pk).update(storage_name="")
    return len(old)


def _export(asked: LibraryTransfer) -> None:
    assert asked.library
    with tempfile.NamedTemporaryFile(prefix="zyk-out-") as target:
        actor = actor_of(asked.asked_by, None) if asked.asked_by else audit.SYSTEM
        asked.report = export_library(asked.library, target, actor=actor, progress=_progress_of(asked))  # type: ignore[arg-type]
        target.flush()
        path = Path(target.name)
        asked.size_bytes = path.stat().st_size
        with path.open("rb") as content:
            asked.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            content.seek(0)
            asked.storage_name = default_storage.save(f"transfers/{asked.uuid}.zip", File(content))


def _import(asked: LibraryTransfer, actor: ActsInTrail) -> None:
    try:
        with default_storage.open(asked.storage_name) as file:
            library, asked.report = import_library(file, actor=actor, progress=_progress_of(asked))  # type: ignore[arg-type]
            asked.library = library
    finally:
        default_storage.delete(asked.storage_name)
        asked.storage_name = ""


def _progress_of(asked: LibraryTransfer) -> Progress:
    def keep(done: int, total: int) -> None:
        if done % 25 == 0 or done == total:
            asked.done, asked.total = done, total
            LibraryTransfer.objects.filter(pk=asked.pk).update(done=done, total=total, moved_at=timezone.now())

    return keep


def _tell(asked: LibraryTransfer) -> None:
    if asked.asked_by is None:
        return
    is_export = asked.kind == TransferKind.EXPORT
    url = f"/libraries/{asked.library.uuid}/inout/" if is_export and asked.library else "/libraries/transfers/"
    words = ("未成功", "failed") if asked.fault else ("已完成", "is done")
    notify(
        [asked.asked_by],
        text=f"{'整库导出' if is_export else '整库导入'}“{asked.name}”{words[0]}。",
        english_text=f"The {'export' if is_export else 'import'} of {asked.name} {words[1]}.",
        url=url,
    )
