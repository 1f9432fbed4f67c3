"""What a request to the statements resource asks for (xAPI 1.0.3, part 3, 2.1.3)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from zyk.records.answers import Shorten, canonical, ids
from zyk.records.authority import Name
from zyk.records.calls import Call
from zyk.records.queries import Filters, Window
from zyk.records.refusals import BadRequest, NotAStatement
from zyk.records.rows import name_of
from zyk.records.validation import decode_agent
from zyk.records.values import instant_of, is_iri

MOST = 500
USUAL = 100
MOST_WITH_FILES = 25
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
ONE = frozenset({"statementId", "voidedStatementId"})
EITHER = frozenset({"format", "attachments"})
MANY = frozenset(
    {
        "agent",
        "verb",
        "activity",
        "registration",
        "related_activities",
        "related_agents",
        "since",
        "until",
        "limit",
        "ascending",
        "after",
    }
)


class Asked(NamedTuple):
    """Either one statement by id, or a page of those that match."""

    shorten: Shorten | None
    uuid: UUID | None = None
    voided: bool = False
    filters: Filters = Filters()
    window: Window = Window()
    attachments: bool = False


def asked(call: Call) -> Asked:
    """Raises BadRequest on an unknown parameter, a wrong value, or a forbidden combination."""
    given = call.parameters
    strange = set(given) - ONE - MANY - EITHER
    if strange:
        raise BadRequest(f"unknown parameter: {', '.join(sorted(strange))}")
    shorten = _format(call)
    attachments = _flag(given, "attachments")
    by_id = set(given) & ONE
    if by_id:
        if len(by_id) == 2 or set(given) & MANY:
            raise BadRequest("statementId and voidedStatementId go only with format and attachments")
        name = by_id.pop()
        uuid = uuid_of(given[name], name)
        return Asked(shorten, uuid=uuid, voided=name == "voidedStatementId", attachments=attachments)
    window = _window(given)
    if attachments:
        window = replace(window, limit=min(window.limit, MOST_WITH_FILES))
    return Asked(shorten, filters=_filters(given), window=window, attachments=attachments)


def _format(call: Call) -> Shorten | None:
    name = call.parameters.get("format", "exact")
    if name == "exact":
        return None
    if name == "ids":
        return ids
    if name == "canonical":
        return canonical(call.header("HTTP_ACCEPT_LANGUAGE"))
    raise BadRequest("format: must be exact, ids or canonical")


def _filters(given: Mapping[str, str]) -> Filters:
    return Filters(
        agent=agent_of(given) if "agent" in given else None,
        related_agents=_flag(given, "related_agents"),
        verb=iri_of(given, "verb"),
        activity=iri_of(given, "activity"),
        related_activities=_flag(given, "related_activities"),
        registration=uuid_of(given["registration"], "registration") if "registration" in given else None,
        since=instant_in(given, "since"),
        until=instant_in(given, "until"),
    )


def _window(given: Mapping[str, str]) -> Window:
    limit = _number(given, "limit")
    return Window(
        limit=min(limit or MOST, MOST) if limit is not None else USUAL,
        ascending=_flag(given, "ascending"),
        after=_number(given, "after"),
    )


def _number(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadRequest(f"{name}: must be a whole number from 0")
    return int(text)


def _flag(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "false")
    if text not in ("true", "false"):
        raise BadRequest(f"{name}: must be true or false")
    return text == "true"


def iri_of(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is not None and not is_iri(text):
        raise BadRequest(f"{name}: must be an IRI with a scheme")
    return text


def instant_in(given: Mapping[str, str], name: str) -> datetime | None:
    if name not in given:
        return None
    instant = instant_of(given[name].replace(" ", "+"))  # an unescaped plus sign arrives as a space
    if instant is None:
        raise BadRequest(f"{name}: must be an ISO 8601 timestamp")
    return instant


def uuid_of(text: str, name: str) -> UUID:
    if not _UUID.fullmatch(text):
        raise BadRequest(f"{name}: must be a UUID")
    return UUID(text)


def agent_of(given: Mapping[str, str]) -> Name:
    """The agent or group that a parameter carries as JSON; a group is asked for by its identifier."""
    try:
        return name_of(decode_agent(given["agent"].encode()))
    except KeyError as error:
        raise BadRequest("agent: is required") from error
    except (NotAStatement, UnicodeEncodeError) as error:
        raise BadRequest(f"agent: {getattr(error, 'text', 'is not UTF-8')}") from error
