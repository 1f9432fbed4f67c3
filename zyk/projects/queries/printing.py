"""Printed copies as pages ask for them, and what a printed code says in public."""

from dataclasses import dataclass
from datetime import datetime

from zyk.projects.models import PrintedCopy, Revision
from zyk.projects.printing.document import CODE_LENGTH


@dataclass(frozen=True)
class Verified:
    """What anybody may know who holds the paper: which revision it is and whether it is the current one."""

    number: str
    revision: int
    submitted_at: datetime
    sealed_at: datetime | None
    is_current: bool


def copies_of(revision: Revision) -> list[PrintedCopy]:
    return list(revision.printed_copies.select_related("file"))


def verified(number: str, code: str) -> Verified | None:
    """The submitted revision that bears this number and code; None when nothing does, whatever the reason.

    `code` is at least the first twelve characters of the revision's SHA-256, as printed."""
    code = code.strip().lower()
    if len(code) < CODE_LENGTH:
        return None
    revisions = Revision.objects.filter(application__number=number.strip().upper())
    found = revisions.filter(sha256__startswith=code).order_by("-number").first()
    if found is None:
        return None
    return Verified(
        number=number.strip().upper(),
        revision=found.number,
        submitted_at=found.submitted_at,
        sealed_at=found.sealed_at,
        is_current=not revisions.filter(number__gt=found.number).exists(),
    )
