"""A person taken out of the text of a statement.

Only agents with the person's own account are touched: the account gets the pseudonym's name, and what else could tell
who it was (names, the codes of address and device) goes. Everything else stays as it was said."""

from typing import Any
from uuid import UUID

import msgspec

from zyk.records.origin import ADDRESS, DEVICE


def effaced(original: bytes, person: UUID, pseudonym: UUID) -> bytes:
    said = msgspec.json.decode(original)
    actor_is_person = _is_person(said.get("actor", {}), str(person))
    done = _walk(said, str(person), str(pseudonym))
    if actor_is_person:
        extensions = done.get("context", {}).get("extensions", {})
        for name in (ADDRESS, DEVICE):
            extensions.pop(name, None)
    return msgspec.json.encode(done)


def _walk(value: Any, person: str, pseudonym: str) -> Any:
    if isinstance(value, list):
        return [_walk(part, person, pseudonym) for part in value]
    if not isinstance(value, dict):
        return value
    if _is_person(value, person):
        kept = {name: part for name, part in value.items() if name != "name"}
        return kept | {"account": value["account"] | {"name": pseudonym}}
    return {name: _walk(part, person, pseudonym) for name, part in value.items()}


def _is_person(value: dict[str, Any], person: str) -> bool:
    account = value.get("account")
    return isinstance(account, dict) and account.get("name") == person
