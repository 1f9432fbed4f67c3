"""Documents beside the statements, as functions: state of a launch, profiles of agents and activities.

`find`, `names`, `put`, `merge`, `delete`, `delete_all`; where a document lies is a `Place`. Our own launches (cmi5,
SCORM) call them just as the resources do."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha1
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from zyk.records.authority import Name
from zyk.records.dictionary import ACTIVITIES, AGENTS
from zyk.records.enums import DocumentKind
from zyk.records.models import Document, RecordStore
from zyk.records.models.document import digest_of_place
from zyk.records.nesting import refuse_crooked
from zyk.records.refusals import BadRequest, Conflict, NotAStatement, TooLarge, Unfulfilled
from zyk.records.rows import identifier
from zyk.records.writer import STORE

JSON = "application/json"
MAX_NAME_LENGTH = 1000


class Place(NamedTuple):
    """Where documents lie: of an activity, an agent, or both; a state also of a registration, or of none."""

    kind: DocumentKind
    activity: str | None = None
    agent: Name | None = None
    registration: UUID | None = None
    realm: str = ""


class Condition(NamedTuple):
    """What must hold of the document before it is written over: If-Match and If-None-Match (RFC 9110, 13.1).

    Without either, a PUT over an existing document is a conflict where `to_overwrite` says so, and a PUT of a new one
    a bad request where `to_create` does."""

    match: frozenset[str] = frozenset()
    none_match: frozenset[str] = frozenset()
    to_overwrite: bool = False
    to_create: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.match and not self.none_match


ANYHOW = Condition()


def find(place: Place, name: str) -> Document | None:
    return Document.objects.filter(digest=_digest(place, name)).first()


def names(place: Place, since: datetime | None = None) -> list[str]:
    """The names of the documents at the place, those stored after `since`. Of a state without a registration: all."""
    rows = _at(place)
    if rows is None:
        return []
    if since is not None:
        rows = rows.filter(stored__gt=since)
    return list(dict.fromkeys(rows.values_list("name", flat=True)))


def last_stored(place: Place) -> datetime | None:
    rows = _at(place)
    return None if rows is None else rows.order_by("-stored").values_list("stored", flat=True).first()


@transaction.atomic
def put(
    place: Place, name: str, content: bytes, content_type: str = JSON, *, condition: Condition = ANYHOW
) -> Document:
    """Write or overwrite; raises Unfulfilled or Conflict when the document there is not as `condition` says."""
    old = _locked(place, name)
    _hold(condition, old)
    if condition.is_empty and condition.to_create and old is None:
        raise BadRequest('a PUT of a profile says If-Match or If-None-Match; If-None-Match: "*" writes a new one')
    if condition.is_empty and condition.to_overwrite and old is not None:
        raise Conflict(
            "a document is already stored here: read it, then say If-Match with its ETag to overwrite it, "
            'or If-None-Match: "*" to write only a new one'
        )
    return _keep(place, name, content, content_type, old)


@transaction.atomic
def merge(
    place: Place, name: str, content: bytes, content_type: str = JSON, *, condition: Condition = ANYHOW
) -> Document:
    """Write, or lay a JSON object over the JSON object that is there, property by property (2.2)."""
    old = _locked(place, name)
    _hold(condition, old)
    is_json = _is_json(content_type)
    new = _object(content) if is_json else None
    if old is None:
        return _keep(place, name, content, content_type, None)
    if new is None or not _is_json(old.content_type):
        raise BadRequest("only JSON documents are merged: both the stored one and this one must be application/json")
    merged = {**_object(bytes(old.content)), **new}
    return _keep(place, name, msgspec.json.encode(merged), JSON, old)


@transaction.atomic
def delete(place: Place, name: str, *, condition: Condition = ANYHOW) -> None:
    """What is not there stays away without an error."""
    old = _locked(place, name)
    _hold(condition, old)
    if old is not None:
        old.delete()


@transaction.atomic
def delete_all(place: Place) -> None:
    rows = _at(place)
    if rows is not None:
        rows.delete()


def refuse_broken_json(content: bytes) -> None:
    """Raises BadRequest when what says it is JSON is none."""
    try:
        refuse_crooked(content)
        msgspec.json.decode(content)
    except NotAStatement as error:
        raise BadRequest(error.text) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(f"the document says it is JSON, but is not: {error}") from error


def etag_of(content: bytes) -> str:
    return sha1(content, usedforsecurity=False).hexdigest()


# -- below -----------------------------------------------------------------------------


def _digest(place: Place, name: str) -> UUID:
    agent = identifier(place.agent) if place.agent else ""
    registration = str(place.registration or "")
    return digest_of_place(str(int(place.kind)), place.realm, place.activity or "", agent, registration, name)


def _at(place: Place) -> QuerySet[Document] | None:
    """None when the activity or agent is unknown, so that nothing can lie there."""
    rows = Document.objects.filter(kind=place.kind, realm=place.realm)
    for column, dictionary, name in (("activity_id", ACTIVITIES, place.activity), ("agent_id", AGENTS, place.agent)):
        if name is not None:
            key = dictionary.known_one(name)  # type: ignore[arg-type]
            if key is None:
                return None
            rows = rows.filter(**{column: key})
    return rows.filter(registration=place.registration) if place.registration else rows


def _locked(place: Place, name: str) -> Document | None:
    return Document.objects.select_for_update().filter(digest=_digest(place, name)).first()


def _hold(condition: Condition, old: Document | None) -> None:
    if condition.match and not _among(old, condition.match):
        raise Unfulfilled("If-Match: the stored document is another, or none; read it again")
    if condition.none_match and _among(old, condition.none_match):
        raise Unfulfilled("If-None-Match: such a document is already stored")


def _among(old: Document | None, tags: Collection[str]) -> bool:
    return old is not None and ("*" in tags or old.etag in tags)


def _keep(place: Place, name: str, content: bytes, content_type: str, old: Document | None) -> Document:
    if len(content) > settings.ZYK_RECORDS_DOCUMENT_BYTES:
        raise TooLarge(f"a document may have {settings.ZYK_RECORDS_DOCUMENT_BYTES} bytes")
    if not 1 <= len(name) <= MAX_NAME_LENGTH:
        raise BadRequest(f"the document's id must have 1 to {MAX_NAME_LENGTH} characters")
    document = old or _new(place, name)
    document.content, document.content_type = content, content_type[:255]
    document.etag, document.stored = etag_of(content), timezone.now()
    if old is not None:
        document.save()
        return document
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:  # someone else wrote the first one at the same moment
        raise Conflict("a document was stored here just now: read it, then write again") from error
    return document


def _new(place: Place, name: str) -> Document:
    """The dictionaries are numbered while the store is locked, as the writer of statements does it."""
    RecordStore.objects.select_for_update().filter(pk=STORE).first()
    return Document(
        digest=_digest(place, name),
        kind=place.kind,
        realm=place.realm,
        activity_id=ACTIVITIES.keys([place.activity])[place.activity] if place.activity else None,
        agent_id=AGENTS.keys([place.agent])[place.agent] if place.agent else None,
        registration=place.registration,
        name=name,
    )


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == JSON


def _object(content: bytes) -> dict[str, object]:
    refuse_broken_json(content)
    value = msgspec.json.decode(content)
    if not isinstance(value, dict):
        raise BadRequest("a JSON document to be merged must be an object")
    return value
