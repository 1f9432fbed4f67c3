"""What an activity is called, store-wide: the words of all sources that may define, merged, the newest winning.

Nothing is done while a statement is written. The worker reads what has come (`learn`); who asks earlier reads the
few statements since then himself."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from zyk.records import iris
from zyk.records.authority import PLATFORM
from zyk.records.dictionary import ACTIVITIES
from zyk.records.enums import RelatedKind, Scope
from zyk.records.models import ActivityDefinition, Bookmark, Credential, KnownAgent, Related, Statement

BOOKMARK = "definitions"
CHUNK = 2000
FRESH_STATEMENTS = 100  # of one activity: how many the reader himself looks at beyond the bookmark
FRESH_ACTIVITIES = 50  # of one answer
INTERACTION = ("interactionType", "correctResponsesPattern", "choices", "scale", "source", "target", "steps")
Definition = dict[str, Any]
Row = tuple[bytes, int]  # original, authority


def definition_of(iri: str) -> Definition | None:
    """The definition of one activity, up to the statement that came last; None when nobody defined it."""
    return definitions({iri}).get(iri)


def definitions(iris: Collection[str]) -> dict[str, Definition]:
    keys = ACTIVITIES.known(list(iris))
    rows = ActivityDefinition.objects.filter(pk__in=keys.values()).values_list("pk", "definition")
    names = {key: iri for iri, key in keys.items()}
    found = {names[key]: definition for key, definition in rows}
    fresh = _fresh(keys)
    return _merged(found, fresh, set(iris)) if fresh else found


@transaction.atomic
def learn() -> int:
    """Read the next statements and merge what they define; return how many were read. For the worker."""
    bookmark, _made = Bookmark.objects.select_for_update().get_or_create(pk=BOOKMARK)
    rows = list(
        Statement.objects.filter(sequence__gt=bookmark.sequence)
        .order_by("sequence")
        .values_list("sequence", "original", "authority_id")[:CHUNK]
    )
    if not rows:
        return 0
    telling = [(bytes(original), authority) for _sequence, original, authority in rows if _tells(original)]
    told = _merged({}, telling, None)
    keys = ACTIVITIES.known(list(told))
    earlier = dict(ActivityDefinition.objects.filter(pk__in=keys.values()).values_list("pk", "definition"))
    ActivityDefinition.objects.bulk_create(
        [
            ActivityDefinition(activity_id=key, definition=merge(earlier.get(key, {}), told[iri]))
            for iri, key in keys.items()
        ],
        update_conflicts=True,
        unique_fields=["activity"],
        update_fields=["definition"],
    )
    bookmark.sequence = rows[-1][0]
    bookmark.save()
    return len(rows)


def merge(old: Definition, new: Definition) -> Definition:
    """Names and descriptions language by language; the rest as the newest word has it, an interaction as a whole."""
    kept = {name: value for name, value in old.items() if name not in INTERACTION} if "interactionType" in new else old
    merged = {**kept, **new}
    for name in ("name", "description"):
        if isinstance(old.get(name), dict) and isinstance(new.get(name), dict):
            merged[name] = {**old[name], **new[name]}
    return merged


def _fresh(keys: dict[str, int]) -> list[Row]:
    """What the worker has not read yet of these activities, oldest first."""
    last = Bookmark.objects.filter(pk=BOOKMARK).values_list("sequence", flat=True).first() or 0
    found: dict[int, Row] = {}
    for key in list(keys.values())[:FRESH_ACTIVITIES]:
        rows = Statement.objects.filter(sequence__gt=last).order_by("-sequence")
        related = Related.objects.filter(kind=RelatedKind.CONTEXT_ACTIVITY, key=key, statement_id__gt=last)
        newest = related.order_by("-statement_id").values_list("statement_id", flat=True)[:FRESH_STATEMENTS]
        ways = (rows.filter(activity_id=key), rows.filter(library_id=key), rows.filter(sequence__in=list(newest)))
        for way in ways:
            for sequence, original, authority in way.values_list("sequence", "original", "authority_id")[
                :FRESH_STATEMENTS
            ]:
                if _tells(original):
                    found[sequence] = (bytes(original), authority)
    return [found[sequence] for sequence in sorted(found)]


def _tells(original: bytes | memoryview) -> bool:
    return b'"definition"' in bytes(original)


def _merged(start: dict[str, Definition], rows: Iterable[Row], wanted: set[str] | None) -> dict[str, Definition]:
    listed = list(rows)
    may = _may_define({authority for _original, authority in listed})
    ours = f"{iris.base()}/id/"
    found = dict(start)
    for original, authority in listed:
        if authority not in may:
            continue
        for activity in activities_of(msgspec.json.decode(original)):
            iri, definition = activity["id"], activity.get("definition")
            if not definition or (wanted is not None and iri not in wanted):
                continue
            if iri.startswith(ours) and not may[authority]:
                continue  # what our own things are called only we say
            found[iri] = merge(found.get(iri, {}), definition)
    return found


def _may_define(authorities: set[int]) -> dict[int, bool]:
    """Agents that may define; true for the platform itself."""
    names = {}
    for key, row in KnownAgent.objects.in_bulk(authorities).items():
        account = msgspec.json.decode(row.identifier).get("account", {})
        if account.get("homePage") == iris.base():
            names[key] = account["name"]
    uuids = {key: uuid for key, name in names.items() if (uuid := _uuid(name))}
    scopes = dict(Credential.objects.filter(uuid__in=uuids.values()).values_list("uuid", "scopes"))
    allowed = {key: False for key, uuid in uuids.items() if {Scope.DEFINE, Scope.ALL} & set(scopes.get(uuid, []))}
    return allowed | {key: True for key, name in names.items() if name == PLATFORM.name}


def activities_of(statement: Definition) -> Iterator[Definition]:
    """Every activity a statement names, sub-statements included."""
    thing = statement["object"]
    if thing.get("objectType", "Activity") == "Activity":
        yield thing
    elif thing["objectType"] == "SubStatement":
        yield from activities_of(thing)
    for given in statement.get("context", {}).get("contextActivities", {}).values():
        yield from given if isinstance(given, list) else [given]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
