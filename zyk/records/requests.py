"""What a request to the statements resource asks for (xAPI 1.0.3, part 3, 2.1.3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest

from zyk.records.answers import Shorten, canonical, ids
from zyk.records.queries import Filters, Window
from zyk.records.refusals import BadRequest, NotAStatement
from zyk.records.rows import name_of
from zyk.records.validation import decode_agent
from zyk.records.values import instant_of, is_iri

MOST = 500
USUAL = 100
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


def asked(request: HttpRequest) -> Asked:
    """Raises BadRequest on an unknown parameter, a wrong value, or a forbidden combination."""
    given = request.GET
    strange = set(given) - ONE - MANY - EITHER
    if strange:
        raise BadRequest(f"unknown parameter: {', '.join(sorted(strange))}")
    shorten = _format(request)
    if _flag(given, "attachments"):
        raise BadRequest("attachments: the store keeps no attached files; read them at their fileUrl")
    by_id = set(given) & ONE
    if by_id:
        if len(by_id) == 2 or set(given) & MANY:
            raise BadRequest("statementId and voidedStatementId go only with format and attachments")
        name = by_id.pop()
        return Asked(shorten, uuid=_uuid(given[name], name), voided=name == "voidedStatementId")
    return Asked(shorten, filters=_filters(given), window=_window(given))


def _format(request: HttpRequest) -> Shorten | None:
    name = request.GET.get("format", "exact")
    if name == "exact":
        return None
    if name == "ids":
        return ids
    if name == "canonical":
        return canonical(request.headers.get("Accept-Language", ""))
    raise BadRequest("format: must be exact, ids or canonical")


def _filters(given: Mapping[str, str]) -> Filters:
    agent = None
    if "agent" in given:
        try:
            agent = name_of(decode_agent(given["agent"].encode()))
        except NotAStatement as error:
            raise BadRequest(f"agent: {error.text}") from error
    return Filters(
        agent=agent,
        related_agents=_flag(given, "related_agents"),
        verb=_iri(given, "verb"),
        activity=_iri(given, "activity"),
        related_activities=_flag(given, "related_activities"),
        registration=_uuid(given["registration"], "registration") if "registration" in given else None,
        since=_instant(given, "since"),
        until=_instant(given, "until"),
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


def _iri(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is not None and not is_iri(text):
        raise BadRequest(f"{name}: must be an IRI with a scheme")
    return text


def _instant(given: Mapping[str, str], name: str) -> datetime | None:
    if name not in given:
        return None
    instant = instant_of(given[name].replace(" ", "+"))  # an unescaped plus sign arrives as a space
    if instant is None:
        raise BadRequest(f"{name}: must be an ISO 8601 timestamp")
    return instant


def _uuid(text: str, name: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadRequest(f"{name}: must be a UUID") from error
