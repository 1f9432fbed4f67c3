"""Statements on their way out: the original bytes with what the store adds, or shortened to ids or one language."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.utils.translation.trans_real import parse_accept_lang_header

from zyk.records.enums import Fill
from zyk.records.models import KnownAgent, Statement

VERSION_OF_STATEMENTS = "1.0.0"
IDENTIFIERS = ("account", "mbox", "mbox_sha1sum", "openid")
Shorten = Callable[[dict[str, Any]], dict[str, Any]]


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
    return [by_sequence[sequence] for sequence in sequences]


def written(statements: Iterable[Stored], shorten: Shorten | None = None) -> list[bytes]:
    """Each statement as JSON, exactly or by `shorten`."""
    listed = list(statements)
    agents = _authorities({row.authority_id for row in listed})
    texts = [_exact(row, agents[row.authority_id]) for row in listed]
    if shorten is None:
        return texts
    return [msgspec.json.encode(shorten(msgspec.json.decode(text))) for text in texts]


def _authorities(keys: set[int]) -> dict[int, str]:
    return {
        key: f'{{"objectType":"Agent",{row.identifier[1:]}' for key, row in KnownAgent.objects.in_bulk(keys).items()
    }


def _exact(row: Stored, authority: str) -> bytes:
    """The bytes as they came, opened at the first brace to put in what the store says."""
    original = bytes(row.original)
    if row.fills & Fill.REPLACE:
        return _replaced(row, original, authority)
    added = f'"stored":"{_written_instant(row.stored)}","authority":{authority}'
    if row.fills & Fill.ID:
        added = f'"id":"{row.uuid}",{added}'
    if row.fills & Fill.TIMESTAMP:
        added += f',"timestamp":"{_written_instant(row.timestamp)}"'
    if row.fills & Fill.VERSION:
        added += f',"version":"{VERSION_OF_STATEMENTS}"'
    return b"{" + added.encode() + b"," + original.lstrip()[1:]


def _replaced(row: Stored, original: bytes, authority: str) -> bytes:
    statement = msgspec.json.decode(original)
    statement["id"] = str(row.uuid)
    statement["stored"] = _written_instant(row.stored)
    statement["authority"] = msgspec.Raw(authority.encode())
    statement.setdefault("timestamp", _written_instant(row.timestamp))
    statement.setdefault("version", VERSION_OF_STATEMENTS)
    return msgspec.json.encode(statement)


def _written_instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


# -- shorter forms (xAPI 1.0.3, part 3, 2.1.3) --------------------------------------


def ids(value: dict[str, Any]) -> dict[str, Any]:
    """Only what is needed to identify agents, verbs, activities."""
    kept = dict(value)
    for name in ("actor", "authority", "instructor", "team"):
        if name in kept:
            kept[name] = _agent_ids(kept[name])
    if "verb" in kept:
        kept["verb"] = {"id": kept["verb"]["id"]}
    if "object" in kept:
        kept["object"] = _object_ids(kept["object"])
    if "context" in kept:
        kept["context"] = ids(kept["context"])
    if "contextActivities" in kept:
        kept["contextActivities"] = {
            place: [_activity_ids(activity) for activity in (given if isinstance(given, list) else [given])]
            for place, given in kept["contextActivities"].items()
        }
    return kept


def _object_ids(thing: dict[str, Any]) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity")
    if kind == "SubStatement":
        return ids(thing)
    if kind in ("Agent", "Group"):
        return _agent_ids(thing)
    return _activity_ids(thing) if kind == "Activity" else thing


def _activity_ids(activity: dict[str, Any]) -> dict[str, Any]:
    return {name: activity[name] for name in ("objectType", "id") if name in activity}


def _agent_ids(agent: dict[str, Any]) -> dict[str, Any]:
    kept = {name: agent[name] for name in ("objectType", *IDENTIFIERS) if name in agent}
    if not any(name in kept for name in IDENTIFIERS):
        kept["member"] = [_agent_ids(member) for member in agent.get("member", [])]
    return kept


def canonical(accept_language: str) -> Shorten:
    """Of each language map of verbs and activities only the entry the reader prefers."""
    preferred = [tag for tag, _quality in parse_accept_lang_header(accept_language)]

    def one_language(value: Any, name: str = "") -> Any:
        if isinstance(value, list):
            return [one_language(part, name) for part in value]
        if not isinstance(value, dict) or name in ("extensions", "attachments"):
            return value
        if name in ("display", "name", "description"):
            return _best(value, preferred)
        return {key: one_language(part, key) for key, part in value.items()}

    return one_language


def _best(words: dict[str, str], preferred: list[str]) -> dict[str, str]:
    for wanted in preferred:
        for tag, text in words.items():
            lower = tag.lower()
            if lower == wanted or lower.startswith(f"{wanted}-") or wanted.startswith(f"{lower}-"):
                return {tag: text}
    return dict(list(words.items())[:1])
