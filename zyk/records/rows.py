"""From a checked statement to what the tables hold, still with names in place of dictionary keys."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec import UNSET

from zyk.records import iris, shapes
from zyk.records.authority import Authority, Name
from zyk.records.editions import FIRST, Edition
from zyk.records.enums import Fill, RelatedKind
from zyk.records.refusals import NotAllowed
from zyk.records.shapes import Agent, Thing
from zyk.records.validation import Checked, activities, decode_thing
from zyk.records.values import instant_of, seconds_of
from zyk.records.verbs import Verb

GROUP = "member"


class Row(NamedTuple):
    """One statement as the writer takes it. `related` holds (kind, agent name or activity IRI)."""

    uuid: UUID | None
    timestamp: datetime | None
    actor: Name
    verb: str
    activity: str | None
    registration: UUID | None
    library: str | None
    course: str | None
    success: bool | None
    completion: bool | None
    score_scaled: float | None
    duration_seconds: float | None
    user_kind: str
    organisation_code: str
    voids: UUID | None
    fills: int
    original: bytes
    related: set[tuple[int, Name | str]]
    refers: UUID | None = None
    files: frozenset[str] = frozenset()  # by SHA-2: what the statement says is attached


def row_of(checked: Checked, authority: Authority, edition: Edition = FIRST) -> Row:
    """Raises NotAllowed when a source bound to one library speaks of another."""
    statement, thing, original = checked
    context = statement.context
    result = statement.result
    activity = thing.id if isinstance(thing, shapes.Activity) else None
    library, course = _library(statement, activity, authority), _parent(context, activity)
    actor = name_of(statement.actor)
    related: set[tuple[int, Name | str]] = set(_related(statement, thing))
    if related:
        related -= {(RelatedKind.AGENT, actor)}
        related -= {(RelatedKind.CONTEXT_ACTIVITY, iri) for iri in (activity, library, course) if iri}
    user_kind, organisation_code = _who(context)
    score = UNSET if result is UNSET else result.score
    return Row(
        uuid=None if statement.id is UNSET else statement.id,
        timestamp=None if statement.timestamp is UNSET else instant_of(statement.timestamp),
        actor=actor,
        verb=statement.verb.id,
        activity=activity,
        registration=None if context is UNSET or context.registration is UNSET else context.registration,
        library=library,
        course=course,
        success=None if result is UNSET or result.success is UNSET else result.success,
        completion=None if result is UNSET or result.completion is UNSET else result.completion,
        score_scaled=None if score is UNSET or score.scaled is UNSET else score.scaled,
        duration_seconds=None if result is UNSET or result.duration is UNSET else seconds_of(result.duration),
        user_kind=user_kind,
        organisation_code=organisation_code,
        voids=thing.id if statement.verb.id == Verb.VOIDED.iri and isinstance(thing, shapes.StatementRef) else None,
        fills=_fills(statement, thing, edition),
        original=original,
        related=related,
        refers=thing.id if isinstance(thing, shapes.StatementRef) else None,
        files=frozenset(attachment.sha2.lower() for attachment in _attachments(statement, thing)),
    )


def name_of(agent: Agent) -> Name:
    """The identifier of an agent or group, the same however it is written (2.4.2.3)."""
    if agent.account is not UNSET:
        return ("account", agent.account.home_page, agent.account.name)
    if agent.mbox is not UNSET:
        return ("mbox", agent.mbox)
    if agent.mbox_sha1sum is not UNSET:
        return ("mbox_sha1sum", agent.mbox_sha1sum.lower())
    if agent.openid is not UNSET:
        return ("openid", agent.openid)
    return (GROUP, *sorted(identifier(name_of(member)) for member in agent.member or []))


def identifier(name: Name) -> str:
    """The smallest agent object with this identifier, in JSON: what the dictionary keeps."""
    kind, *values = name
    if kind == "account":
        return _json({"account": {"homePage": values[0], "name": values[1]}})
    if kind == GROUP:
        return f'{{"objectType":"Group","member":[{",".join(values)}]}}'
    return _json({kind: values[0]})


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _fills(statement: shapes.Statement, thing: Thing, edition: Edition) -> int:
    version = Fill.VERSION if edition is FIRST else Fill.VERSION_2
    stands_alone = _stands_alone(statement.context) or (
        isinstance(thing, shapes.SubStatement) and _stands_alone(thing.context)
    )
    return (
        (Fill.ID if statement.id is UNSET else 0)
        + (Fill.TIMESTAMP if statement.timestamp is UNSET else 0)
        + (version if statement.version is UNSET else 0)
        + (Fill.REPLACE if statement.stored is not UNSET or statement.authority is not UNSET else 0)
        + (Fill.ARRAYS if stands_alone else 0)
    )


def _attachments(statement: shapes.Statement, thing: Thing) -> list[shapes.Attachment]:
    inside = thing.attachments if isinstance(thing, shapes.SubStatement) else UNSET
    return [*(statement.attachments or []), *(inside or [])]


def _stands_alone(context: shapes.Context | msgspec.UnsetType) -> bool:
    """A single context activity, which the store hands out in a list (2.4.6.2)."""
    if context is UNSET or context.context_activities is UNSET:
        return False
    around = context.context_activities
    given = (around.parent, around.grouping, around.category, around.other)
    return any(isinstance(one, shapes.Activity) for one in given)


def _library(statement: shapes.Statement, activity: str | None, authority: Authority) -> str | None:
    """The library is the grouping activity that says it is one; of a bound source it is the one it is bound to."""
    grouping = _context_activities(statement.context, "grouping")
    found = _first(grouping, "library", iris.LIBRARY_TYPE, activity)
    if authority.library_iri:
        if found is not None and found != authority.library_iri:
            raise NotAllowed(f"context.contextActivities.grouping: this credential is bound to {authority.library_iri}")
        return authority.library_iri
    return found


def _parent(context: shapes.Context | msgspec.UnsetType, activity: str | None) -> str | None:
    return _first(_context_activities(context, "parent"), "course", iris.COURSE_TYPE, activity)


def _first(given: list[shapes.Activity], kind: str, type_iri: str, activity: str | None) -> str | None:
    prefix = f"{iris.base()}/id/{kind}/"
    for candidate in given:
        if candidate.id.startswith(prefix) or (
            candidate.definition is not UNSET and candidate.definition.type == type_iri
        ):
            return candidate.id
    return activity if activity is not None and activity.startswith(prefix) else None


def _context_activities(context: shapes.Context | msgspec.UnsetType, name: str) -> list[shapes.Activity]:
    if context is UNSET or context.context_activities is UNSET:
        return []
    return activities(getattr(context.context_activities, name))


def _who(context: shapes.Context | msgspec.UnsetType) -> tuple[str, str]:
    """Kind of user and code of the organisation, from our extensions; anything else there is not ours to read."""
    if context is UNSET or context.extensions is UNSET:
        return "", ""
    return _text(context.extensions.get(iris.USER_KIND), 20), _text(context.extensions.get(iris.ORGANISATION_CODE), 40)


def _text(raw: msgspec.Raw | None, longest: int) -> str:
    value = msgspec.json.decode(raw) if raw is not None else ""
    return value[:longest] if isinstance(value, str) else ""


def _related(statement: shapes.Statement | shapes.SubStatement, thing: Thing) -> Iterator[tuple[int, Name | str]]:
    for member in statement.actor.member or []:
        yield RelatedKind.AGENT, name_of(member)
    if isinstance(thing, Agent):
        for agent in (thing, *(thing.member or [])):
            yield RelatedKind.AGENT, name_of(agent)
    elif isinstance(thing, shapes.SubStatement):
        yield from _related_inside(thing)
    if statement.context is not UNSET:
        yield from _related_in_context(statement.context)


def _related_in_context(context: shapes.Context) -> Iterator[tuple[int, Name | str]]:
    around = [beside.agent for beside in context.context_agents or []]
    around += [beside.group for beside in context.context_groups or []]
    for named in (context.instructor, context.team, *around):
        if named is not UNSET:
            for agent in (named, *(named.member or [])):
                yield RelatedKind.CONTEXT_AGENT, name_of(agent)
    if context.context_activities is not UNSET:
        for place in ("parent", "grouping", "category", "other"):
            for activity in activities(getattr(context.context_activities, place)):
                yield RelatedKind.CONTEXT_ACTIVITY, activity.id


def _related_inside(inner: shapes.SubStatement) -> Iterator[tuple[int, Name | str]]:
    """Whatever a sub-statement names is found only as related."""
    thing = decode_thing(inner.object)
    yield RelatedKind.CONTEXT_AGENT, name_of(inner.actor)
    if isinstance(thing, shapes.Activity):
        yield RelatedKind.CONTEXT_ACTIVITY, thing.id
    for kind, named in _related(inner, thing):
        yield (RelatedKind.CONTEXT_AGENT if kind == RelatedKind.AGENT else kind), named
