"""Reads: statements by filters and keyset, facts for analytics, and names for keys."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zyk.records import iris
from zyk.records.archive import find_in_archive, released_through
from zyk.records.authority import Name
from zyk.records.dictionary import ACTIVITIES, AGENTS, VERBS
from zyk.records.enums import RelatedKind
from zyk.records.models import (
    Document,
    KnownActivity,
    KnownAgent,
    KnownVerb,
    RecordStore,
    Reference,
    Related,
    Statement,
)
from zyk.records.references import any_references
from zyk.records.segments.reading import agents_condition, count_sealed
from zyk.records.times import last_until
from zyk.records.verbs import Verb
from zyk.records.writer import EPOCH, STORE

# A person's writing transaction, from being given its time to being readable, ends well within this.
SETTLING = timedelta(seconds=2)

FACT_COLUMNS = (
    "sequence",
    "stored",
    "timestamp",
    "actor_id",
    "verb_id",
    "activity_id",
    "library_id",
    "course_id",
    "user_kind",
    "organisation_code",
    "duration_seconds",
    "success",
)


@dataclass(frozen=True)
class Filters:
    """What statements are asked for; None asks nothing. Agents by name, verbs and activities by IRI."""

    agent: Name | None = None
    related_agents: bool = False
    verb: str | None = None
    activity: str | None = None
    related_activities: bool = False
    library: str | None = None
    registration: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    authority: Name | None = None

    def bound(self, *, authority: Name | None, library: str | None) -> "Filters":
        """Only what a source wrote itself, or what concerns its library, where it may see no more."""
        return replace(self, authority=authority or self.authority, library=library or self.library)

    @property
    def follows(self) -> bool:
        """Whether something is asked that a statement may answer by the statement it refers to."""
        return any((self.agent, self.verb, self.activity, self.registration))


@dataclass(frozen=True)
class Window:
    """A page by keyset: `limit` statements beyond `after`, newest first unless `ascending`."""

    limit: int = 100
    ascending: bool = False
    after: int | None = None


@dataclass(frozen=True)
class Found:
    """Sequences in order; `after` continues the list, None at its end."""

    sequences: list[int] = field(default_factory=list)
    after: int | None = None


def find(filters: Filters, window: Window) -> Found:
    """The sequences of unvoided statements that match, in the order they were stored.

    Each way an agent or activity may be named is one index, read only as far as the page needs; page N costs
    what page 1 costs."""
    base = _common(filters, window)
    wanted = window.limit + 1
    sequences: set[int] = set()
    for branch in _branches(base, filters) if base is not None else ():
        sequences.update(branch.values_list("sequence", flat=True)[:wanted])
    if filters.follows and any_references():
        sequences.update(_referring(filters, window)[:wanted])
    page = sorted(_with_archive(sequences, filters, window, wanted), reverse=not window.ascending)[:wanted]
    more = len(page) == wanted and window.limit > 0
    return Found(page[: window.limit], page[window.limit - 1] if more else None)


def _with_archive(sequences: set[int], filters: Filters, window: Window, wanted: int) -> set[int]:
    """Where the page reaches beyond the table: newest first when the table did not fill it, oldest first always."""
    after, through = window.after, released_through()
    if not window.ascending and len(sequences) >= wanted:
        return sequences
    if not through or (window.ascending and after is not None and after >= through):
        return sequences
    low = after if window.ascending and after is not None else 0
    high = min(through + 1, after if not window.ascending and after is not None else through + 1)
    found = find_in_archive(
        agent=filters.agent,
        related_agents=filters.related_agents,
        verb=filters.verb,
        activity=filters.activity,
        related_activities=filters.related_activities,
        library=filters.library,
        registration=filters.registration,
        authority=filters.authority,
        since=filters.since and filters.since.astimezone(UTC),
        until=filters.until and filters.until.astimezone(UTC),
        low=low,
        high=high,
        limit=wanted,
        ascending=window.ascending,
    )
    return sequences | set(found)


def _common(filters: Filters, window: Window) -> QuerySet[Statement] | None:
    """The conditions that are columns; None when a name is unknown, so nothing can match directly."""
    rows = _within(filters, window)
    return None if rows is None else _with_columns(rows, filters)


def _within(filters: Filters, window: Window) -> QuerySet[Statement] | None:
    """What holds of the statement itself, whatever it refers to: unvoided, whose it is, and where the page lies."""
    rows = Statement.objects.filter(voided=False).order_by("sequence" if window.ascending else "-sequence")
    named = (("library_id", ACTIVITIES, filters.library), ("authority_id", AGENTS, filters.authority))
    keyed = _keyed(rows, named)
    if keyed is None:
        return None
    if window.after is not None:
        keyed = keyed.filter(**{"sequence__gt" if window.ascending else "sequence__lt": window.after})
    return _between(keyed, filters.since, filters.until)


def _with_columns(rows: QuerySet[Statement], filters: Filters) -> QuerySet[Statement] | None:
    if filters.registration:
        rows = rows.filter(registration=filters.registration)
    return _keyed(rows, (("verb_id", VERBS, filters.verb),))


def _keyed(rows: QuerySet[Statement], named: tuple[tuple[str, Any, Any], ...]) -> QuerySet[Statement] | None:
    for column, dictionary, name in named:
        if name is not None:
            key = dictionary.known_one(name)
            if key is None:
                return None
            rows = rows.filter(**{column: key})
    return rows


def _referring(filters: Filters, window: Window) -> QuerySet[Statement, int]:
    """Statements found by what they refer to (2.1.3, filter conditions for StatementRefs): all that is asked of
    agent, verb, activity and registration must hold of one and the same target. The references are walked in the
    order of the page, each target looked up by its id."""
    rows = _within(filters, window)
    target = _with_columns(Statement.objects.filter(uuid=OuterRef("target_id")).order_by(), filters)
    nothing = Statement.objects.none().values_list("sequence", flat=True)
    if rows is None or target is None:
        return nothing
    matches = Q()
    for branch in _branches(target, filters):
        matches |= Q(Exists(branch))
    if not matches:
        return nothing
    found = Reference.objects.filter(matches)
    return rows.filter(sequence__in=found.values("statement_id")).values_list("sequence", flat=True)


def _between(rows: QuerySet[Statement], since: datetime | None, until: datetime | None) -> QuerySet[Statement]:
    """`stored` rises with `sequence`, so a bound in time is a bound in sequence, and the index in use serves."""
    if since is not None:
        rows = rows.filter(sequence__gt=last_until(since))
    if until is not None:
        rows = rows.filter(sequence__lte=last_until(until))
    return rows


def _branches(base: QuerySet[Statement], filters: Filters) -> Iterator[QuerySet[Statement]]:
    """The ways to match agent and activity, each by one index."""
    for by_agent in _agent_branches(base, filters):
        yield from _activity_branches(by_agent, filters)


def _agent_branches(base: QuerySet[Statement], filters: Filters) -> Iterator[QuerySet[Statement]]:
    if filters.agent is None:
        yield base
        return
    key = AGENTS.known_one(filters.agent)
    if key is None:
        return
    yield base.filter(actor_id=key)
    yield _related(base, RelatedKind.AGENT, key)
    if filters.related_agents:
        yield _related(base, RelatedKind.CONTEXT_AGENT, key)
        yield base.filter(authority_id=key)


def _activity_branches(base: QuerySet[Statement], filters: Filters) -> Iterator[QuerySet[Statement]]:
    if filters.activity is None:
        yield base
        return
    key = ACTIVITIES.known_one(filters.activity)
    if key is None:
        return
    yield base.filter(activity_id=key)
    if filters.related_activities:
        yield base.filter(library_id=key)
        yield base.filter(course_id=key)
        yield _related(base, RelatedKind.CONTEXT_ACTIVITY, key)


def _related(base: QuerySet[Statement], kind: RelatedKind, key: int) -> QuerySet[Statement]:
    return base.filter(sequence__in=Related.objects.filter(kind=kind, key=key).values("statement_id"))


# -- our own people and things ---------------------------------------------------


def agent_name_of(user_uuid: UUID) -> Name:
    return ("account", iris.base(), str(user_uuid))


def agent_key(name: Name) -> int | None:
    return AGENTS.known_one(name)


def agent_key_of(user_uuid: UUID) -> int | None:
    """The dictionary key of one of our people; None while nothing is recorded of him."""
    return agent_key(agent_name_of(user_uuid))


def statements_of(user_uuid: UUID) -> QuerySet[Statement]:
    """What is recorded of one person's own acts, newest first; voided statements left out."""
    return Statement.objects.filter(actor_id=agent_key_of(user_uuid), voided=False).order_by("-sequence")


@dataclass(frozen=True)
class Held:
    """What the store holds of one person: his own acts, statements that name him, documents kept of him."""

    own: int = 0
    named: int = 0
    documents: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.own or self.named or self.documents)


def held_of(user_uuid: UUID) -> Held:
    """In the database and in segments; one who acted and is named in one statement counts in both."""
    key = agent_key_of(user_uuid)
    if key is None:
        return Held()
    kinds = (RelatedKind.AGENT, RelatedKind.CONTEXT_AGENT)
    own = Statement.objects.filter(actor_id=key).count()
    named = Related.objects.filter(kind__in=kinds, key=key).values("statement_id").distinct().count()
    through = released_through()
    if through:
        own += count_sealed(f"actor = {int(key)}", (), through=through)
        named += count_sealed(agents_condition(key, related_kinds=kinds, columns=()), (), through=through)
    return Held(own, named, Document.objects.filter(agent_id=key).count())


def activity_key(kind: str, uuid: UUID | str) -> int | None:
    """The dictionary key of one of our things; None while no statement names it."""
    return ACTIVITIES.known_one(iris.iri_of(kind, uuid))


def activity_keys(kind: str) -> dict[int, UUID]:
    """Our things of one kind that any statement names: key → uuid."""
    rows = KnownActivity.objects.filter(iri__startswith=iris.iri_of(kind, "")).values_list("pk", "iri")
    return {key: found[1] for key, iri in rows if (found := iris.kind_and_uuid(iri))}


def activity_iris(keys: Collection[int]) -> dict[int, str]:
    return {key: row.iri for key, row in KnownActivity.objects.in_bulk(list(keys)).items()}


def user_uuids(agent_keys: Collection[int]) -> dict[int, UUID]:
    """Which of these agents are our people: key → the user's uuid."""
    found = {}
    for key, row in KnownAgent.objects.in_bulk(list(agent_keys)).items():
        uuid = user_uuid_of(row.identifier)
        if uuid:
            found[key] = uuid
    return found


def user_uuid_of(identifier: str) -> UUID | None:
    """The user behind an agent's identifier, when it is an account of this site."""
    prefix = f'{{"account":{{"homePage":"{iris.base()}","name":"'
    try:
        return UUID(identifier.removeprefix(prefix).removesuffix('"}}')) if identifier.startswith(prefix) else None
    except ValueError:
        return None


def verb_keys() -> dict[int, Verb]:
    """Our verbs that any statement uses: key → verb. A stranger's verb is not among them."""
    return {key: verb for key, iri in KnownVerb.objects.values_list("pk", "iri") if (verb := Verb.of(iri))}


# -- analytics -----------------------------------------------------------------------


def facts(
    since_sequence: int = 0, *, until_sequence: int | None = None, library_key: int | None = None
) -> Iterator[tuple]:
    """Tuples of FACT_COLUMNS of unvoided statements beyond `since_sequence`, in order; of one library if asked.

    The last sequence read is where the next call goes on: statements appear in the order of their sequence."""
    rows = Statement.objects.filter(sequence__gt=since_sequence, voided=False).order_by("sequence")
    if until_sequence is not None:
        rows = rows.filter(sequence__lte=until_sequence)
    if library_key is not None:
        rows = rows.filter(library_id=library_key)
    return rows.values_list(*FACT_COLUMNS).iterator(chunk_size=5000)


def consistent_through() -> datetime:
    """Every statement stored before this instant can be read now (X-Experience-API-Consistent-Through)."""
    last_us = RecordStore.objects.filter(pk=STORE).values_list("last_stored_us", flat=True).first() or 0
    return max(EPOCH + timedelta(microseconds=last_us), timezone.now().astimezone(UTC) - SETTLING)
