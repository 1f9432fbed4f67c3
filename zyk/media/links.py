"""Addresses that carry their own permission. Whoever makes one has checked that the person may see the file.

The same file and name give the same address for an hour, so that browsers can keep what they fetched."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36

from zyk.media.models import FilePreview, StoredFile
from zyk.media.names import with_extension

STEP_SECONDS = 3600
LIFE_STEPS = 6
_signer = signing.Signer(salt="zyk.media.links", sep=".")

INLINE, DOWNLOAD, PIECE, PART = "i", "d", "p", "t"


@dataclass(frozen=True)
class Ticket:
    """A permission that was given: for what, and how long it still lasts."""

    purpose: str
    seconds_left: int


def signed_url(stored_file: StoredFile, *, name: str | None = None, inline: bool = True) -> str:
    """A path, valid for six to seven hours. With `inline`, formats that browsers may show open in the browser."""
    shown = with_extension(name or stored_file.name, stored_file.extension)
    ticket = _ticket(INLINE if inline else DOWNLOAD, stored_file.uuid, shown)
    return reverse("media:serve", args=[stored_file.uuid, ticket, shown])


def preview_url(piece: FilePreview) -> str:
    """A path to a made picture or captions, valid as long."""
    return reverse("media:piece", args=[piece.uuid, _ticket(PIECE, piece.uuid, "")])


def part_url(stored_file: StoredFile, name: str) -> str:
    """A path to the preview as a part of a page, for asking again until it is made."""
    return reverse("media:part", args=[stored_file.uuid, _ticket(PART, stored_file.uuid, name), name])


def _ticket(purpose: str, uuid: UUID, name: str) -> str:
    expires = (int(timezone.now().timestamp()) // STEP_SECONDS + 1 + LIFE_STEPS) * STEP_SECONDS
    return f"{purpose}{int_to_base36(expires)}-{_signer.signature(_said(purpose, expires, uuid, name))}"


def _said(purpose: str, expires: int, uuid: UUID, name: str) -> str:
    return f"{purpose}|{expires}|{uuid}|{name}"


def opened(ticket: str, uuid: UUID, name: str = "") -> Ticket | None:
    """The permission in `ticket` if we gave it for just this and it has not run out, else None."""
    purpose, (written, _dash, signature) = ticket[:1], ticket[1:].partition("-")
    try:
        expires = base36_to_int(written)
        _signer.unsign(f"{_said(purpose, expires, uuid, name)}.{signature}")
    except (ValueError, signing.BadSignature):
        return None
    left = expires - int(timezone.now().timestamp())
    return Ticket(purpose, left) if left > 0 else None
