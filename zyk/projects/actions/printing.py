"""Printed copies: asked for, made by the worker, kept with the revision."""

import logging
import time
from datetime import datetime, timedelta
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.common.audit import SYSTEM
from zyk.common.moves import NotInThisState, move
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.projects.enums.printing import PRINT_MOVES, PrintForm, PrintState
from zyk.projects.models import PrintedCopy, Revision
from zyk.projects.printing.document import document_of
from zyk.projects.printing.docx import docx_of
from zyk.projects.printing.pdf import pdf_of

STUCK_AFTER = timedelta(minutes=10)
_MAKERS = {PrintForm.PDF: (pdf_of, FileKind.PDF), PrintForm.DOCX: (docx_of, FileKind.DOCUMENT)}
log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_copy(revision: Revision, form: str, *, actor: Actor, at: datetime | None = None) -> PrintedCopy:
    """Have the revision printed in that form. Asking again changes nothing, or starts anew what had failed."""
    copy, is_new = PrintedCopy.objects.get_or_create(
        revision=revision,
        form=PrintForm(form),
        defaults={"asked_by": actor.user, "asked_at": at or timezone.now()},
    )
    if copy.state == PrintState.FAILED:
        move(copy, PrintState.QUEUED, moves=PRINT_MOVES, actor=actor)
        PrintedCopy.objects.filter(pk=copy.pk).update(failure="", progress=0)
        is_new = True
    if is_new:
        queue(copy.pk)
    return copy


def queue(copy_id: int) -> None:
    """Hand the copy to the worker once this transaction is kept."""
    from zyk.projects.tasks import print_copy

    transaction.on_commit(lambda: print_copy(copy_id), robust=True)


def make_copy(copy_id: int) -> PrintedCopy | None:
    """Make the copy; a second worker, or a second time, does nothing. A failure stands on the page with its reason."""
    copy = (
        PrintedCopy.objects.select_related(
            "revision__application__cycle__rulebook",
            "revision__application__library__specialty",
            "revision__application__lead_host",
        )
        .filter(pk=copy_id)
        .first()
    )
    if copy is None or copy.state != PrintState.QUEUED:
        return None
    try:
        move(copy, PrintState.MAKING, moves=PRINT_MOVES, actor=SYSTEM)
    except NotInThisState:
        return None
    began = time.perf_counter()
    PrintedCopy.objects.filter(pk=copy.pk).update(began_at=timezone.now(), progress=10)
    try:
        _make(copy)
    except Exception as failure:
        log.exception("printing %s failed", copy.pk)
        PrintedCopy.objects.filter(pk=copy.pk).update(failure=str(failure)[:300])
        move(copy, PrintState.FAILED, moves=PRINT_MOVES, actor=SYSTEM, why=str(failure)[:300])
        return copy
    PrintedCopy.objects.filter(pk=copy.pk).update(seconds=time.perf_counter() - began)
    return copy


def _make(copy: PrintedCopy) -> None:
    document = document_of(copy.revision)
    PrintedCopy.objects.filter(pk=copy.pk).update(progress=30)
    maker, kind = _MAKERS[PrintForm(copy.form)]
    made = maker(document)
    PrintedCopy.objects.filter(pk=copy.pk).update(progress=80)
    name = f"{document['number']}-第{document['revision']}次修订.{copy.form}"
    with transaction.atomic():
        copy.file = store_file(BytesIO(made), name=name, actor=SYSTEM, kinds={kind})
        PrintedCopy.objects.filter(pk=copy.pk).update(file=copy.file, progress=100)
        move(copy, PrintState.READY, moves=PRINT_MOVES, actor=SYSTEM, file_sha256=copy.file.sha256)


def resume_copies(at: datetime) -> list[int]:
    """Copies that wait without a worker: those of a killed one, and those whose queue entry was lost."""
    stuck = PrintedCopy.objects.filter(state=PrintState.MAKING, began_at__lt=at - STUCK_AFTER)
    for copy in stuck:
        move(copy, PrintState.QUEUED, moves=PRINT_MOVES, actor=SYSTEM)
    waiting = PrintedCopy.objects.filter(state=PrintState.QUEUED, asked_at__lt=at - STUCK_AFTER)
    return list(waiting.order_by("id").values_list("pk", flat=True))
