"""Statements on their way out: the original bytes with what the store adds, or shortened to ids or one language."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.utils.translation.trans_real import parse_accept_lang_header

from zyk.records.archive import sealed_statements
from zyk.records.definitions import activities_of, definitions
from zyk.records.editions import FIRST, SECOND, Edition
from zyk.records.enums import Fill
from zyk.records.files import files_of
from zyk.records.models import KnownAgent, Statement

PLACES = ("parent", "grouping", "category", "other")
IDENTIFIERS = ("account", "mbox", "mbox_sha1sum", "openid")
Decoded = dict[str, Any]
Shorten = Callable[[list[Decoded]], list[Decoded]]


class Stored(NamedTuple):
    """What is read of a statement to hand it out."""

    sequence: int
    uuid: UUID
    stored: datetime
    timestamp: datetime
    authority_id: int
    fills: int
    original: bytes


def stored_in_order(sequences: Sequence[int]) -> list[Stored]:
    rows = Statement.objects.filter(pk__in=sequences).order_by().values_list(*Stored._fields)
    by_sequence = {row[0]: Stored(*row) for row in rows}
    missing = [sequence for sequence in sequences if sequence not in by_sequence]
    for sequence, statement in sealed_statements(missing).items():
        by_sequence[sequence] = stored_of(statement)
    return [by_sequence[sequence] for sequence in sequences if sequence in by_sequence]


def stored_of(statement: Statement) -> Stored:
    return Stored(*(getattr(statement, name) for name in Stored._fields))


def written(statements: Iterable[Stored], shorten: Shorten | None = None) -> list[bytes]:
    """Each statement as JSON, exactly or by `shorten`."""
    listed = list(statements)
    agents = _authorities({row.authority_id for row in listed})
    texts = [_exact(row, agents[row.authority_id]) for row in listed]
    if shorten is None:
        return texts
    return [msgspec.json.encode(short) for short in shorten([msgspec.json.decode(text) for text in texts])]


def attached_to(statements: Iterable[Stored]) -> list[tuple[str, str, bytes]]:
    """(hash, media type, content) of each file that came with these statements, once."""
    listed = list(statements)
    files = files_of(row.uuid for row in listed)
    if not files:
        return []
    found: dict[str, tuple[str, str, bytes]] = {}
    for row in listed:
        statement = msgspec.json.decode(row.original)
        thing = statement["object"]
        for attachment in [*statement.get("attachments", []), *thing.get("attachments", [])]:
            sha2 = attachment["sha2"].lower()
            if sha2 in files:
                found.setdefault(sha2, (attachment["sha2"], attachment["contentType"], files[sha2]))
    return list(found.values())


def _authorities(keys: set[int]) -> dict[int, str]:
    return {
        key: f'{{"objectType":"Agent",{row.identifier[1:]}' for key, row in KnownAgent.objects.in_bulk(keys).items()
    }


def _exact(row: Stored, authority: str) -> bytes:
    """The bytes as they came, opened at the first brace to put in what the store says."""
    original = bytes(row.original)
    if row.fills & (Fill.REPLACE | Fill.ARRAYS):
        return _replaced(row, original, authority)
    added = f'"stored":"{_written_instant(row.stored)}","authority":{authority}'
    if row.fills & Fill.ID:
        added = f'"id":"{row.uuid}",{added}'
    if row.fills & Fill.TIMESTAMP:
        added += f',"timestamp":"{_written_instant(row.timestamp)}"'
    if row.fills & (Fill.VERSION | Fill.VERSION_2):
        added += f',"version":"{_edition(row).of_statements}"'
    return b"{" + added.encode() + b"," + original.lstrip()[1:]


def _replaced(row: Stored, original: bytes, authority: str) -> bytes:
    statement = msgspec.json.decode(original)
    statement["id"] = str(row.uuid)
    statement["stored"] = _written_instant(row.stored)
    statement["authority"] = msgspec.Raw(authority.encode())
    statement.setdefault("timestamp", _written_instant(row.timestamp))
    statement.setdefault("version", _edition(row).of_statements)
    if row.fills & Fill.ARRAYS:
        _list_activities(statement)
        _list_activities(statement["object"])
    return msgspec.json.encode(statement)


def _edition(row: Stored) -> Edition:
    return SECOND if row.fills & Fill.VERSION_2 else FIRST


def _list_activities(statement: Decoded) -> None:
    around = statement.get("context", {}).get("contextActivities", {})
    for place in PLACES:
        if isinstance(around.get(place), dict):
            around[place] = [around[place]]


def _written_instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


# -- shorter forms (xAPI 1.0.3, part 3, 2.1.3) --------------------------------------


def ids(statements: list[Decoded]) -> list[Decoded]:
    """Only what is needed to identify agents, verbs, activities."""
    return [_ids(statement) for statement in statements]


def _ids(value: Decoded) -> Decoded:
    kept = dict(value)
    for name in ("actor", "authority", "instructor", "team"):
        if name in kept:
            kept[name] = _agent_ids(kept[name])
    for name, inner in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in kept:
            kept[name] = [{**beside, inner: _agent_ids(beside[inner])} for beside in kept[name]]
    if "verb" in kept:
        kept["verb"] = {"id": kept["verb"]["id"]}
    if "object" in kept:
        kept["object"] = _object_ids(kept["object"])
    if "context" in kept:
        kept["context"] = _ids(kept["context"])
    if "contextActivities" in kept:
        kept["contextActivities"] = {
            place: [_activity_ids(activity) for activity in _listed(given)]
            for place, given in kept["contextActivities"].items()
        }
    return kept


def _listed(given: Any) -> list[Decoded]:
    return given if isinstance(given, list) else [given]


def _object_ids(thing: dict[str, Any]) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity")
    if kind == "SubStatement":
        return _ids(thing)
    if kind in ("Agent", "Group"):
        return _agent_ids(thing)
    return _activity_ids(thing) if kind == "Activity" else thing


def _activity_ids(activity: Decoded) -> Decoded:
    return {"id": activity["id"]}


def _agent_ids(agent: dict[str, Any]) -> dict[str, Any]:
    kept = {name: agent[name] for name in ("objectType", *IDENTIFIERS) if name in agent}
    if not any(name in kept for name in IDENTIFIERS):
        kept["member"] = [_agent_ids(member) for member in agent.get("member", [])]
    return kept


def canonical(accept_language: str) -> Shorten:
    """Activities as the store knows them, and of each language map the entry the reader prefers (2.1.3, format)."""
    preferred = [tag for tag, _quality in parse_accept_lang_header(accept_language)]

    def shortened(statements: list[Decoded]) -> list[Decoded]:
        activities = [activity for statement in statements for activity in activities_of(statement)]
        known = definitions({activity["id"] for activity in activities})
        for activity in activities:
            if activity["id"] in known:
                activity["definition"] = known[activity["id"]]
        return [_in_one_language(statement, preferred) for statement in statements]

    return shortened


def _in_one_language(value: Any, preferred: list[str], name: str = "") -> Any:
    """Language maps are `display` and, outside of agents, `name` and `description`; extensions are left alone."""
    if name in ("extensions", "attachments"):
        return value
    if isinstance(value, list):
        return [_in_one_language(part, preferred) for part in value]
    if not isinstance(value, dict):
        return value
    if name in ("display", "name", "description"):
        return _best(value, preferred)
    return {key: _in_one_language(part, preferred, key) for key, part in value.items()}


def _best(words: dict[str, str], preferred: list[str]) -> dict[str, str]:
    """The very tag asked for before a narrower one (en-GB for en), and that before a wider one (en for en-GB)."""
    lower = {tag.lower(): tag for tag in words}
    for wanted in preferred:
        narrower = (tag for tag in lower if tag.startswith(f"{wanted}-"))
        wider = (tag for tag in lower if wanted.startswith(f"{tag}-"))
        tag = wanted if wanted in lower else next(narrower, None) or next(wider, None)
        if tag is not None:
            return {lower[tag]: words[lower[tag]]}
    return dict(list(words.items())[:1])
