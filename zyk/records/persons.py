"""What the store knows of an agent beside his identifier: the names he is given in his newest statements.

Names are not kept apart, so that what is deleted or sealed is known no longer (PIPL)."""

from typing import Any

import msgspec

from zyk.records.answers import stored_in_order
from zyk.records.authority import Name
from zyk.records.dictionary import AGENTS
from zyk.records.queries import Filters, Window, find
from zyk.records.refusals import NotAStatement
from zyk.records.rows import identifier, name_of
from zyk.records.validation import decode_agent

LOOKED_AT = 100  # statements
Decoded = dict[str, Any]


def person_of(name: Name, filters: Filters) -> Decoded:
    """The Person object (2.4): every property a list. Only this one identifier: others are not guessed at."""
    person: Decoded = {"objectType": "Person"}
    person |= {key: [value] for key, value in msgspec.json.decode(identifier(name)).items() if key != "objectType"}
    names = _names(name, filters)
    return person | ({"name": names} if names else {})


def _names(name: Name, filters: Filters) -> list[str]:
    if AGENTS.known_one(name) is None:
        return []
    found = find(filters, Window(limit=LOOKED_AT))
    seen: dict[str, None] = {}
    for row in stored_in_order(found.sequences):
        for agent in _agents(msgspec.json.decode(row.original)):
            if isinstance(agent.get("name"), str) and _is(agent, name):
                seen[agent["name"]] = None
    return list(seen)


def _is(agent: Decoded, name: Name) -> bool:
    try:
        return name_of(decode_agent(msgspec.json.encode(agent))) == name
    except NotAStatement:
        return False


def _agents(value: Any) -> list[Decoded]:
    """Whatever in a statement names someone: an object with a name and one of the identifiers."""
    if isinstance(value, list):
        return [agent for part in value for agent in _agents(part)]
    if not isinstance(value, dict):
        return []
    inner = [agent for key, part in value.items() if key != "extensions" for agent in _agents(part)]
    is_agent = any(key in value for key in ("mbox", "mbox_sha1sum", "openid", "account"))
    return [value, *inner] if is_agent else inner
