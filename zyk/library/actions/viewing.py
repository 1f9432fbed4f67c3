"""Heartbeats of a page with a resource, and the record that is made of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.library.enums import MediaType
from zyk.library.models import Course, Resource, Viewing
from zyk.library.watching import counted_seconds, joined, length_of, went_by
from zyk.records import iris
from zyk.records.actions import record
from zyk.records.authority import PLATFORM
from zyk.records.origin import ADDRESS, DEVICE, origin
from zyk.records.statements import activity_of, statement
from zyk.records.verbs import Verb

SALT = "zyk.library.viewing"
TOKEN_AGE = timedelta(hours=12)
CLOSED_AFTER = timedelta(minutes=5)
RECORDINGS = (MediaType.VIDEO, MediaType.AUDIO)
LONGEST_SECONDS = 24 * 3600
STRETCHES = "https://w3id.org/xapi/video/extensions/played-segments"
PROGRESS = "https://w3id.org/xapi/video/extensions/progress"
BEATS = "urn:zyk:extension:heartbeats"


@dataclass(frozen=True)
class Opened:
    """One opening of a page by one person. The token proves it to us later; nothing is kept until it beats."""

    uuid: UUID
    token: str
    every: int


def open_viewing(actor: Actor, resource: Resource, *, course: Course | None = None) -> Opened | None:
    """For a person signed in; a visitor is nobody whose time we could count."""
    if actor.user is None:
        return None
    uuid = uuid4()
    said = {"v": str(uuid), "u": actor.user.pk, "r": resource.pk, "c": course.pk if course else None}
    return Opened(uuid, signing.dumps(said, salt=SALT), settings.ZYK_HEARTBEAT_SECONDS)


@transaction.atomic
def beat(token: str, *, sequence: int, position: float, begins: bool, actor: Actor, at: datetime) -> Viewing:
    """One heartbeat. A repeated or earlier one changes nothing; `begins` says that the page had paused until now.

    Two pages of one person share his time: what one has counted the other does not count again.
    PermissionDenied for a token that is not his, was forged or is too old."""
    said = _said(token)
    if actor.user is None or said["u"] != actor.user.pk:
        raise PermissionDenied
    User.objects.select_for_update(no_key=True).get(pk=actor.user.pk)
    viewing = _viewing(said, actor, actor.user, at)
    if sequence <= viewing.sequence or viewing.closed_at:
        return viewing
    position = min(max(position, 0.0), LONGEST_SECONDS)
    own = (at - viewing.last_at).total_seconds()
    latest = Viewing.objects.filter(user=actor.user).aggregate(latest=Max("last_at"))["latest"]
    counted = 0.0 if begins else min(_since(latest, at), counted_seconds(own, settings.ZYK_HEARTBEAT_SECONDS))
    if viewing.is_recording and counted:
        if went_by(viewing.position, position, own):
            viewing.watched = joined(viewing.watched, viewing.position, position)
        else:
            counted = 0.0
    viewing.seconds = round(viewing.seconds + counted, 2)
    viewing.sequence, viewing.position, viewing.last_at = sequence, position, at
    viewing.beats += 1
    viewing.save(update_fields=["seconds", "sequence", "position", "last_at", "beats", "watched"])
    return viewing


def close_viewings(now: datetime) -> int:
    """Make the record of every viewing that has been silent for a while; done again, it makes none twice."""
    silent = Viewing.objects.filter(closed_at=None, last_at__lt=now - CLOSED_AFTER)
    closed = 0
    for viewing in silent.select_related("user", "resource__library", "course").order_by("id").iterator(chunk_size=200):
        with transaction.atomic():
            if not Viewing.objects.filter(pk=viewing.pk, closed_at=None).update(closed_at=now):
                continue
            if viewing.seconds > 0:
                record(_statement(viewing), authority=PLATFORM)
            closed += 1
    return closed


def _said(token: str) -> dict[str, Any]:
    try:
        return signing.loads(token, salt=SALT, max_age=TOKEN_AGE)
    except signing.BadSignature as forged:
        raise PermissionDenied from forged


def _viewing(said: dict[str, Any], actor: Actor, user: User, at: datetime) -> Viewing:
    """Made at the first heartbeat: a page that never beats leaves no row, and that is a sign too."""
    known = Viewing.objects.filter(uuid=said["v"]).first()
    if known:
        return known
    resource = Resource.objects.get(pk=said["r"])
    codes = origin()
    return Viewing.objects.create(
        uuid=UUID(said["v"]),
        user=user,
        resource=resource,
        course_id=said["c"],
        is_recording=resource.media_type in RECORDINGS,
        role=actor.role,
        organisation_code=actor.organisation.code if actor.organisation else "",
        address=codes.get(ADDRESS, ""),
        device=codes.get(DEVICE, ""),
        began_at=at,
        last_at=at,
    )


def _since(latest: datetime | None, at: datetime) -> float:
    return max((at - latest).total_seconds(), 0.0) if latest else 0.0


def _statement(viewing: Viewing) -> dict[str, Any]:
    """Its id follows from the viewing, its time and length from our clock."""
    extensions: dict[str, Any] = {BEATS: viewing.beats}
    if viewing.is_recording:
        extensions[STRETCHES] = "[,]".join(f"{begins:g}[.]{ends:g}" for begins, ends in viewing.watched)
        whole = viewing.resource.current_version and viewing.resource.current_version.file
        if whole and whole.duration_seconds:
            extensions[PROGRESS] = round(min(length_of(viewing.watched) / whole.duration_seconds, 1), 3)
    codes = {iris.ROLE: viewing.role, iris.ORGANISATION_CODE: viewing.organisation_code}
    codes |= {ADDRESS: viewing.address, DEVICE: viewing.device}
    made = statement(
        user=viewing.user,
        verb=Verb.TERMINATED,
        activity=activity_of("resource", viewing.resource.uuid, viewing.resource.title),
        library_iri=iris.iri_of("library", viewing.resource.library.uuid),
        course_iri=iris.iri_of("course", viewing.course.uuid) if viewing.course else None,
        registration=viewing.uuid,
        result={"duration": f"PT{viewing.seconds:.2f}S", "extensions": extensions},
        extensions={name: code for name, code in codes.items() if code},
    )
    return made | {"id": str(uuid5(viewing.uuid, "closed")), "timestamp": viewing.last_at.isoformat()}
