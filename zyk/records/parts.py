"""The short way from bytes to a row: the parts of statements come again and again, so each is checked once.

A statement is cut into its parts without reading them. A part seen before is looked up by its bytes; a new one is put
into an otherwise smallest statement and goes through `validation` and `rows`, which stay the one place where the
standard is written down. What is rare or wrong (groups, sub-statements, voiding, any error) is None here, and the
caller takes the long way."""

from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw, UnsetType

from zyk.records import shapes, validation
from zyk.records.authority import Authority
from zyk.records.enums import Fill, RelatedKind
from zyk.records.refusals import NotAStatement, Refused
from zyk.records.rows import Row, row_of
from zyk.records.values import instant_of, is_language, seconds_of

REMEMBERED = 8192  # of each kind of part
LONGEST_PART = 4096  # bytes; a longer one is checked anew each time
NOBODY = Authority("")
_NOTHING = Raw()
_THING = "urn:zyk:none"
_ACTOR = b'"actor":{"mbox":"mailto:nobody@example.org"}'
_VERB = b'"verb":{"id":"urn:zyk:none"}'
_OBJECT = b'"object":{"id":"urn:zyk:none"}'


class Context(msgspec.Struct, gc=False, forbid_unknown_fields=True, rename="camel"):
    """The usual properties of a context; one with any other takes the long way."""

    registration: UUID | UnsetType = UNSET
    context_activities: Raw = _NOTHING
    platform: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    revision: str | UnsetType = UNSET
    extensions: Raw = _NOTHING


class Envelope(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    actor: Raw
    verb: Raw
    object: Raw
    id: UUID | UnsetType = UNSET
    result: shapes.Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: str | UnsetType = UNSET
    version: str | UnsetType = UNSET


_envelope = msgspec.json.Decoder(Envelope)


def short_row(original: bytes, authority: Authority) -> Row | None:
    """The row of a usual, good statement; None when only the long way can tell."""
    try:
        envelope = _envelope.decode(original)
        return _row(envelope, original, authority)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, Refused):
        return None


def _row(envelope: Envelope, original: bytes, authority: Authority) -> Row | None:
    actor = _part(_actor, envelope.actor)
    verb = _part(_verb, envelope.verb)
    thing = _part(_object, envelope.object)
    if actor is None or verb is None or thing is None or actor.related or thing.related or thing.activity is None:
        return None
    timestamp, fills = None, 0
    if envelope.timestamp is UNSET:
        fills = Fill.TIMESTAMP
    else:
        timestamp = instant_of(envelope.timestamp)
        if timestamp is None:
            return None
    if envelope.id is UNSET:
        fills |= Fill.ID
    if envelope.version is UNSET:
        fills |= Fill.VERSION
    elif not _version(envelope.version):
        return None
    library, course, related = thing.library, thing.course, set()
    registration, user_kind, organisation_code = None, "", ""
    context = envelope.context
    if context is not UNSET:
        if context.language is not UNSET and not is_language(context.language):
            return None
        if context.registration is not UNSET:
            registration = context.registration
        if context.context_activities is not _NOTHING:
            around = _part(_around, context.context_activities)
            if around is None:
                return None
            library, course, related = around.library or library, around.course or course, around.related
        if context.extensions is not _NOTHING:
            said = _part(_extensions, context.extensions)
            if said is None:
                return None
            user_kind, organisation_code = said.user_kind, said.organisation_code
    if authority.library_iri:
        if library is not None and library != authority.library_iri:
            return None
        library = authority.library_iri
    if related:
        own = {(RelatedKind.CONTEXT_ACTIVITY, iri) for iri in (thing.activity, library, course) if iri}
        related = related - own
    success, completion, score, duration = _result(envelope.result)
    return Row(
        uuid=None if envelope.id is UNSET else envelope.id,
        timestamp=timestamp,
        actor=actor.actor,
        verb=verb.verb,
        activity=thing.activity,
        registration=registration,
        library=library,
        course=course,
        success=success,
        completion=completion,
        score_scaled=score,
        duration_seconds=duration,
        user_kind=user_kind,
        organisation_code=organisation_code,
        voids=None,
        fills=int(fills),
        original=original,
        related=related,
    )


def _result(result: shapes.Result | UnsetType) -> tuple[bool | None, bool | None, float | None, float | None]:
    if result is UNSET:
        return None, None, None, None
    validation._result(result)
    score = UNSET if result.score is UNSET else result.score.scaled
    return (
        None if result.success is UNSET else result.success,
        None if result.completion is UNSET else result.completion,
        None if score is UNSET else score,
        None if result.duration is UNSET else seconds_of(result.duration),
    )


def _part(remembered: Callable[[bytes], Row | None], raw: Raw) -> Row | None:
    text = bytes(raw)
    return remembered(text) if len(text) <= LONGEST_PART else remembered.__wrapped__(text)  # type: ignore[attr-defined]


@lru_cache(maxsize=REMEMBERED)
def _actor(text: bytes) -> Row | None:
    return _whole(b'"actor":' + text, _VERB, _OBJECT)


@lru_cache(maxsize=REMEMBERED)
def _verb(text: bytes) -> Row | None:
    return _whole(_ACTOR, b'"verb":' + text, _OBJECT)  # a voiding verb does not go with this object: None


@lru_cache(maxsize=REMEMBERED)
def _object(text: bytes) -> Row | None:
    return _whole(_ACTOR, _VERB, b'"object":' + text)


@lru_cache(maxsize=REMEMBERED)
def _around(text: bytes) -> Row | None:
    return _whole(_ACTOR, _VERB, _OBJECT, b'"context":{"contextActivities":' + text + b"}")


@lru_cache(maxsize=REMEMBERED)
def _extensions(text: bytes) -> Row | None:
    return _whole(_ACTOR, _VERB, _OBJECT, b'"context":{"extensions":' + text + b"}")


@lru_cache(maxsize=64)
def _version(text: str) -> bool:
    return _whole(_ACTOR, _VERB, _OBJECT, b'"version":' + msgspec.json.encode(text)) is not None


def _whole(*parts: bytes) -> Row | None:
    try:
        return row_of(validation.decode(b"{" + b",".join(parts) + b"}"), NOBODY)
    except NotAStatement:
        return None


def forget() -> None:
    """What was remembered depends on the site's address."""
    for remembered in (_actor, _verb, _object, _around, _extensions, _version):
        remembered.cache_clear()
