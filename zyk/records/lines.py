"""Statements as lines that a person reads: who, did what, to what, with which result."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import get_language

from zyk.accounts.models import User
from zyk.records.models import Statement
from zyk.records.queries import user_uuid_of
from zyk.records.verbs import Verb


@dataclass(frozen=True)
class Line:
    uuid: UUID
    at: datetime
    person: str
    person_uuid: UUID | None  # None for an agent who is not one of our people
    act: str
    thing: str
    thing_iri: str
    library_iri: str
    score_scaled: float | None
    success: bool | None
    duration_seconds: float | None
    voided: bool

    @property
    def has_result(self) -> bool:
        return (self.success, self.score_scaled, self.duration_seconds) != (None, None, None)

    @property
    def library_short(self) -> str:
        return self.library_iri.rsplit("/", 1)[-1][:8]


def lines_of(statements: Iterable[Statement]) -> list[Line]:
    """Two queries whatever their number: load them with `actor`, `verb` and `library` selected."""
    listed = list(statements)
    uuids = {statement.pk: user_uuid_of(statement.actor.identifier) for statement in listed}
    known = {uuid for uuid in uuids.values() if uuid}
    people = dict(User.objects.filter(uuid__in=known).values_list("uuid", "name"))
    return [_line(statement, uuids[statement.pk], people) for statement in listed]


def _line(statement: Statement, person: UUID | None, people: dict[UUID, str]) -> Line:
    said = msgspec.json.decode(statement.original)
    return Line(
        uuid=statement.uuid,
        at=statement.timestamp,
        person=people.get(person, "") if person in people else _agent_words(said["actor"]),
        person_uuid=person if person in people else None,
        act=_act(said["verb"]),
        thing=_thing_words(said["object"]),
        thing_iri=said["object"].get("id", ""),
        library_iri=statement.library.iri if statement.library else "",
        score_scaled=statement.score_scaled,
        success=statement.success,
        duration_seconds=statement.duration_seconds,
        voided=statement.voided,
    )


def _act(verb: dict[str, Any]) -> str:
    ours = Verb.of(verb["id"])
    return words_here(ours.words if ours else verb.get("display", {})) or verb["id"]


def _thing_words(thing: dict[str, Any]) -> str:
    if thing.get("objectType") in ("Agent", "Group"):
        return _agent_words(thing)
    if thing.get("objectType") == "SubStatement":
        return f"{_act(thing['verb'])} {_thing_words(thing['object'])}"
    return words_here(thing.get("definition", {}).get("name", {})) or thing["id"]


def _agent_words(agent: dict[str, Any]) -> str:
    account = agent.get("account", {}).get("name", "")
    members = "、".join(_agent_words(member) for member in agent.get("member", [])[:3])
    names = (agent.get(name, "") for name in ("name", "mbox", "openid", "mbox_sha1sum"))
    return next((name for name in names if name), account or members).removeprefix("mailto:")


def words_here(words: dict[str, str]) -> str:
    """The entry of a language map in the reader's language, else any; "" when there is none."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    mine = [text for tag, text in words.items() if tag.lower().startswith(language)]
    return next(iter([*mine, *words.values()]), "")
