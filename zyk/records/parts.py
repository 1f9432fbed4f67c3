"""The short way from bytes to a row: the parts of statements come again and again, so each is checked once.

A statement is cut into its parts without reading them. A part seen before is looked up by its bytes; a new one is put
into an otherwise smallest statement and goes through `validation` and `rows`, which stay the one place where the
standard is written down. What is rare or wrong (groups, sub-statements, voiding, any error) is None here, and the
caller takes the long way."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw, UnsetType

from zyk.records import shapes, validation
from zyk.records.authority import Authority
from zyk.records.editions import FIRST, SECOND, Edition
from zyk.records.enums import Fill, RelatedKind
from zyk.records.nesting import refuse_crooked
from zyk.records.refusals import NotAStatement, Refused
from zyk.records.rows import Row, row_of
from zyk.records.values import instant_of, is_language, seconds_of

REMEMBERED = 8192  # of each kind of part
LONGEST_PART = 4096  # bytes; a longer one is checked anew each time
NOBODY = Authority("")
_NOTHING = Raw()
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
_FILLED = Fill.ID | Fill.TIMESTAMP | Fill.VERSION | Fill.VERSION_2  # a smallest statement has none of these
_FIRST_KEYS = 2 * 3  # quotes of "actor", "verb", "object"


class Part(NamedTuple):
    """What a part says, by the row of the smallest statement with it; `fills` of its own; its quotation marks."""

    row: Row
    fills: int
    quotes: int


Remembered = Callable[[bytes, bool], Part | None]


def short_row(original: bytes, authority: Authority, edition: Edition = FIRST) -> Row | None:
    """The row of a usual, good statement; None when only the long way can tell."""
    try:
        envelope = _envelope.decode(original)
        return _row(envelope, original, authority, edition)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, Refused):
        return None


def _row(envelope: Envelope, original: bytes, authority: Authority, edition: Edition) -> Row | None:
    is_first = edition is FIRST
    actor = _part(_actor, envelope.actor, is_first)
    verb = _part(_verb, envelope.verb, is_first)
    thing = _part(_object, envelope.object, is_first)
    if actor is None or verb is None or thing is None:
        return None
    activity, library, course = thing.row.activity, thing.row.library, thing.row.course
    if actor.row.related or thing.row.related or activity is None:
        return None
    quotes = _FIRST_KEYS + actor.quotes + verb.quotes + thing.quotes
    fills = thing.fills
    timestamp = None
    if envelope.timestamp is UNSET:
        fills |= Fill.TIMESTAMP
    else:
        quotes += 4
        timestamp = instant_of(envelope.timestamp)
        if timestamp is None:
            return None
    if envelope.id is UNSET:
        fills |= Fill.ID
    else:
        quotes += 4
    if envelope.version is UNSET:
        fills |= Fill.VERSION if is_first else Fill.VERSION_2
    elif _version(envelope.version, is_first):
        quotes += 4
    else:
        return None
    related: set = set()
    registration, user_kind, organisation_code = None, "", ""
    context = envelope.context
    if context is not UNSET:
        quotes += 2
        for text in (context.platform, context.revision, context.language):
            if text is not UNSET:
                quotes += 4
        if context.language is not UNSET and not is_language(context.language):
            return None
        if context.registration is not UNSET:
            quotes += 4
            registration = context.registration
        if context.context_activities is not _NOTHING:
            around = _part(_around, context.context_activities, is_first)
            if around is None:
                return None
            quotes += 2 + around.quotes
            fills |= around.fills
            library, course, related = around.row.library or library, around.row.course or course, around.row.related
        if context.extensions is not _NOTHING:
            said = _part(_extensions, context.extensions, is_first)
            if said is None:
                return None
            quotes += 2 + said.quotes
            user_kind, organisation_code = said.row.user_kind, said.row.organisation_code
    if authority.library_iri:
        if library is not None and library != authority.library_iri:
            return None
        library = authority.library_iri
    if related:
        related = related - {(RelatedKind.CONTEXT_ACTIVITY, iri) for iri in (activity, library, course) if iri}
    success, completion, score, duration = None, None, None, None
    if envelope.result is not UNSET:
        success, completion, score, duration = _result(envelope.result)
        quotes += 2 + _quotes_of_result(envelope.result)
    if quotes != original.count(b'"'):
        refuse_crooked(original)  # quotation marks within strings, or a key that stands twice
    return Row(
        uuid=None if envelope.id is UNSET else envelope.id,
        timestamp=timestamp,
        actor=actor.row.actor,
        verb=verb.row.verb,
        activity=activity,
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


def _quotes_of_result(result: shapes.Result) -> int:
    """Of the keys and the texts; extensions are left out, so that a result with them is looked at closely."""
    quotes = 0
    for told in (result.success, result.completion, result.score):
        quotes += 0 if told is UNSET else 2
    for text in (result.response, result.duration):
        quotes += 0 if text is UNSET else 4
    score = result.score
    if score is not UNSET:
        for number in (score.scaled, score.raw, score.min, score.max):
            quotes += 0 if number is UNSET else 2
    return quotes


def _part(remembered: Remembered, raw: Raw, is_first: bool) -> Part | None:
    text = bytes(raw)
    if len(text) > LONGEST_PART:
        remembered = remembered.__wrapped__  # type: ignore[attr-defined]
    return remembered(text, is_first)


@lru_cache(maxsize=REMEMBERED)
def _actor(text: bytes, is_first: bool) -> Part | None:
    return _whole(text, is_first, b'"actor":' + text, _VERB, _OBJECT)


@lru_cache(maxsize=REMEMBERED)
def _verb(text: bytes, is_first: bool) -> Part | None:
    """A voiding verb does not go with this object, and so takes the long way."""
    return _whole(text, is_first, _ACTOR, b'"verb":' + text, _OBJECT)


@lru_cache(maxsize=REMEMBERED)
def _object(text: bytes, is_first: bool) -> Part | None:
    return _whole(text, is_first, _ACTOR, _VERB, b'"object":' + text)


@lru_cache(maxsize=REMEMBERED)
def _around(text: bytes, is_first: bool) -> Part | None:
    return _whole(text, is_first, _ACTOR, _VERB, _OBJECT, b'"context":{"contextActivities":' + text + b"}")


@lru_cache(maxsize=REMEMBERED)
def _extensions(text: bytes, is_first: bool) -> Part | None:
    return _whole(text, is_first, _ACTOR, _VERB, _OBJECT, b'"context":{"extensions":' + text + b"}")


@lru_cache(maxsize=64)
def _version(text: str, is_first: bool) -> bool:
    written = msgspec.json.encode(text)
    return _whole(written, is_first, _ACTOR, _VERB, _OBJECT, b'"version":' + written) is not None


def _whole(part: bytes, is_first: bool, *parts: bytes) -> Part | None:
    edition = FIRST if is_first else SECOND
    try:
        row = row_of(validation.decode(b"{" + b",".join(parts) + b"}", edition), NOBODY, edition)
    except NotAStatement:
        return None
    return Part(row, row.fills & ~_FILLED, part.count(b'"'))


def forget() -> None:
    """What was remembered depends on the site's address."""
    for remembered in (_actor, _verb, _object, _around, _extensions, _version):
        remembered.cache_clear()
