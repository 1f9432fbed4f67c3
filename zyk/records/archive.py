"""Statements that only segments hold, as if they still stood in the table: by sequence, by id, and by filters."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from zyk.records.dictionary import ACTIVITIES, AGENTS, VERBS
from zyk.records.enums import RelatedKind
from zyk.records.models import KnownActivity, KnownAgent, KnownVerb, RecordStore, SealedId, Statement, VoidedSealed
from zyk.records.segments.reading import Wanted, agents_condition, find_sealed, sealed_rows

STORE = 1
_KEYS = ("authority", "actor", "verb", "activity", "library", "course")
_SAME = [
    "sequence",
    "uuid",
    "stored",
    "timestamp",
    "registration",
    "success",
    "completion",
    "score_scaled",
    "duration_seconds",
    "user_kind",
    "organisation_code",
    "fills",
    "original",
]


def released_through() -> int:
    """Statements up to this sequence are in segments only."""
    return RecordStore.objects.filter(pk=STORE).values_list("released_sequence", flat=True).first() or 0


def sealed_statements(sequences: Collection[int]) -> dict[int, Statement]:
    """Unsaved statements with their names at hand, by sequence; what is not sealed is missing."""
    rows = sealed_rows(sequences) if sequences else {}
    if not rows:
        return {}
    voided = set(VoidedSealed.objects.filter(sequence__in=list(rows)).values_list("sequence", flat=True))
    found = {}
    for sequence, row in rows.items():
        keys = {f"{name}_id": row[name] for name in _KEYS}
        found[sequence] = Statement(**{name: row[name] for name in _SAME}, **keys, voided=sequence in voided)
    _name(found.values())
    return found


def sealed_by_uuid(uuid: UUID) -> Statement | None:
    sequence = SealedId.objects.filter(uuid=uuid).values_list("sequence", flat=True).first()
    return None if sequence is None else sealed_statements([sequence]).get(sequence)


def originals_by_uuid(uuids: Collection[UUID]) -> dict[UUID, bytes]:
    """The bytes as they came of those ids that are sealed; b"" for one that was erased."""
    listed = list(uuids)
    sequences: dict[UUID, int] = {}
    for start in range(0, len(listed), 500):
        ids = SealedId.objects.filter(uuid__in=listed[start : start + 500])
        sequences.update(ids.values_list("uuid", "sequence"))
    rows = sealed_rows(sequences.values())
    return {uuid: rows[sequence]["original"] if sequence in rows else b"" for uuid, sequence in sequences.items()}


def find_in_archive(
    *,
    agent: tuple[str, ...] | None,
    related_agents: bool,
    verb: str | None,
    activity: str | None,
    related_activities: bool,
    library: str | None,
    registration: UUID | None,
    authority: tuple[str, ...] | None,
    since: datetime | None,
    until: datetime | None,
    low: int,
    high: int,
    limit: int,
    ascending: bool,
) -> list[int]:
    """Sequences strictly between `low` and `high` that match, as `queries.find` would find them in the table."""
    told: list[str] = []
    values: list[object] = []
    for column, key, is_asked in (
        ("verb", VERBS.known_one(verb) if verb else None, verb),
        ("library", ACTIVITIES.known_one(library) if library else None, library),
        ("authority", AGENTS.known_one(authority) if authority else None, authority),
    ):
        if is_asked:
            if key is None:
                return []
            told.append(f"{column} = {int(key)}")
    if agent is not None:
        key = AGENTS.known_one(agent)
        if key is None:
            return []
        kinds = [RelatedKind.AGENT, *([RelatedKind.CONTEXT_AGENT] if related_agents else [])]
        columns = ["actor", *(["authority"] if related_agents else [])]
        told.append(agents_condition(key, related_kinds=kinds, columns=columns))
    if activity is not None:
        key = ACTIVITIES.known_one(activity)
        if key is None:
            return []
        kinds = [RelatedKind.CONTEXT_ACTIVITY] if related_activities else []
        columns = ["activity", *(["library", "course"] if related_activities else [])]
        told.append(agents_condition(key, related_kinds=kinds, columns=columns))
    for sql, value in (("registration = ?", registration), ("stored > ?", since), ("stored <= ?", until)):
        if value is not None:
            told.append(sql)
            values.append(value.replace(tzinfo=None) if isinstance(value, datetime) else value)
    where = " AND ".join(told) or "true"
    return find_sealed(Wanted(where, tuple(values), low, high, limit, ascending))


def _name(statements: Iterable[Statement]) -> None:
    """Set actor, verb, … from three queries, whatever their number."""
    listed = list(statements)
    models = {
        "authority": KnownAgent,
        "actor": KnownAgent,
        "verb": KnownVerb,
        "activity": KnownActivity,
        "library": KnownActivity,
        "course": KnownActivity,
    }
    for model in (KnownAgent, KnownVerb, KnownActivity):
        columns = [name for name, of in models.items() if of is model]
        keys = {getattr(one, f"{name}_id") for one in listed for name in columns} - {None}
        known = model._default_manager.in_bulk(list(keys))
        for one in listed:
            for name in columns:
                key = getattr(one, f"{name}_id")
                if key in known:
                    setattr(one, name, known[key])
