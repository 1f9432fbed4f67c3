"""How the rows behind a figure read: one function a kind of row, a fixed number of queries a page."""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags

from zyk.accounts.models import Organisation, Province
from zyk.assessment.models import Question
from zyk.library.models import Course, KnowledgePoint, Library, Module, Resource
from zyk.monitoring.formulas import Row
from zyk.records.answers import stored_in_order
from zyk.records.verbs import Verb

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Described = list[dict[str, Any]]


def described(connection: "DuckDBPyConnection", library: Library, row: Row, keys: list[Any]) -> Described:
    """The rows with these keys, in the order of the keys. Each carries `columns_of(row)`."""
    if not keys:
        return []
    return _BY_ROW[row](connection, library, keys)


def columns_of(row: Row) -> tuple[str, ...]:
    return _COLUMNS[row]


_COLUMNS: dict[Row, tuple[str, ...]] = {
    Row.ACT: ("at", "person", "user_kind", "organisation", "verb", "thing", "excluded"),
    Row.PERSON: ("person", "user_kind", "organisation", "is_real_name", "registered_on"),
    Row.PERSON_DAY: ("person", "day"),
    Row.ORGANISATION: ("code", "name"),
    Row.PROVINCE: ("code", "name"),
    Row.RESOURCE: ("title", "media_type", "published_on"),
    Row.POINT: ("title", "kind"),
    Row.COURSE: ("title", "type"),
    Row.MODULE: ("title", "course"),
    Row.QUESTION: ("title", "type"),
    Row.ANSWER: ("person", "day", "title"),
}


def pseudonym(library: Library, key: int | str) -> str:
    """The same person is the same throughout a library and someone else in the next; not to be reversed."""
    code = hmac.new(settings.SECRET_KEY.encode(), f"{library.uuid}:{key}".encode(), "sha256").hexdigest()
    return f"u-{code[:10]}"


def _acts(connection: "DuckDBPyConnection", library: Library, keys: list[int]) -> Described:
    listed = ",".join(str(int(key)) for key in keys)
    facts = connection.sql(
        "select f.sequence, f.instant, coalesce(cast(u.person as varchar), concat('agent-', cast(f.actor as varchar))),"  # noqa: S608
        " f.user_kind, f.organisation, f.action, f.kind, f.thing, f.excluded"
        f" from facts f left join users u on u.actor = f.actor where f.sequence in ({listed})"
    ).fetchall()
    known = {fact[0]: fact for fact in facts}
    uuids = {row.sequence: row.uuid for row in stored_in_order(keys)}
    titles = _titles([(fact[6], fact[7]) for fact in facts])
    return [
        {
            "at": datetime.fromtimestamp(fact[1], tz=timezone.get_current_timezone()),
            "person": pseudonym(library, fact[2]),
            "user_kind": fact[3] or "",
            "organisation": fact[4] or "",
            "verb": _verb(fact[5]),
            "thing": titles.get((fact[6], fact[7])) or "/".join(part for part in (fact[6], fact[7]) if part),
            "excluded": fact[8],
            "uuid": uuids.get(key),
        }
        for key in keys
        if (fact := known.get(key))
    ]


def _verb(action: str) -> dict[str, str]:
    verb = Verb.__members__.get(action.upper())
    return {"zh": verb.action or verb.zh, "en": verb.en} if verb else {"zh": "其他", "en": "other"}


def _titles(things: list[tuple[str | None, str | None]]) -> dict[tuple[str | None, str | None], str]:
    titles: dict[tuple[str | None, str | None], str] = {}
    for kind, model in (("resource", Resource), ("course", Course), ("module", Module)):
        uuids = {UUID(thing) for its_kind, thing in things if its_kind == kind and thing}
        if uuids:
            rows = model._default_manager.filter(uuid__in=uuids).values_list("uuid", "title")
            titles |= {(kind, str(uuid)): title for uuid, title in rows}
    return titles


def _persons(connection: "DuckDBPyConnection", library: Library, keys: list[int]) -> Described:
    listed = ",".join(str(int(key)) for key in keys)
    rows = connection.sql(
        f"select person, kind, organisation, is_real_name, registered_on from users where person in ({listed})"  # noqa: S608
    ).fetchall()
    known = {row[0]: row for row in rows}
    return [
        {
            "person": pseudonym(library, key),
            "user_kind": known[key][1],
            "organisation": known[key][2] or "",
            "is_real_name": known[key][3],
            "registered_on": known[key][4],
        }
        for key in keys
        if key in known
    ]


def _person_days(connection: "DuckDBPyConnection", library: Library, keys: list[str]) -> Described:
    pairs = (key.partition(":") for key in keys)
    return [{"person": pseudonym(library, person), "day": day} for person, _colon, day in pairs]


def _organisations(connection: "DuckDBPyConnection", library: Library, keys: list[str]) -> Described:
    names = dict(Organisation.objects.filter(code__in=keys).values_list("code", "name"))
    return [{"code": key, "name": names.get(key, "")} for key in keys]


def _provinces(connection: "DuckDBPyConnection", library: Library, keys: list[str]) -> Described:
    names = dict(Province.objects.filter(code__in=keys).values_list("code", "name"))
    return [{"code": key, "name": names.get(key, "")} for key in keys]


def _resources(connection: "DuckDBPyConnection", library: Library, keys: list[str]) -> Described:
    known = {str(each.uuid): each for each in Resource.objects.filter(uuid__in=keys)}
    return [
        {
            "uuid": each.uuid,
            "title": each.title,
            "media_type": each.get_media_type_display(),
            "published_on": timezone.localdate(each.published_at) if each.published_at else None,
        }
        for key in keys
        if (each := known.get(key))
    ]


def _points(connection: "DuckDBPyConnection", library: Library, keys: list[str]) -> Described:
    known = {str(each.uuid): each for each in KnowledgePoint.objects.filter(uuid__in=keys)}
    return [{"title": each.title, "kind": each.get_kind_display()} for key in keys if (each := known.get(key))]


def _courses(connection: "DuckDBPyConnection", library: Library, keys: list[str]) -> Described:
    known = {str(each.uuid): each for each in Course.objects.filter(uuid__in=keys)}
    return [
        {"uuid": each.uuid, "title": each.title, "type": each.get_type_display()}
        for key in keys
        if (each := known.get(key))
    ]


def _modules(connection: "DuckDBPyConnection", library: Library, keys: list[str]) -> Described:
    known = {str(each.uuid): each for each in Module.objects.filter(uuid__in=keys).select_related("course")}
    return [{"title": each.title, "course": each.course.title} for key in keys if (each := known.get(key))]


def _questions(connection: "DuckDBPyConnection", library: Library, keys: list[str]) -> Described:
    known = {str(each.uuid): each for each in Question.objects.filter(uuid__in=keys)}
    return [
        {"title": strip_tags(each.stem)[:80], "type": each.get_kind_display()}
        for key in keys
        if (each := known.get(key))
    ]


def _answers(connection: "DuckDBPyConnection", library: Library, keys: list[int]) -> Described:
    listed = ",".join(str(int(key)) for key in keys)
    rows = connection.sql(f"select key, person, day, question from question_uses where key in ({listed})").fetchall()  # noqa: S608
    stems = dict(Question.objects.filter(uuid__in={row[3] for row in rows}).values_list("uuid", "stem"))
    known = {row[0]: row for row in rows}
    return [
        {
            "person": pseudonym(library, known[key][1]),
            "day": known[key][2],
            "title": strip_tags(stems.get(UUID(known[key][3]), ""))[:80],
        }
        for key in keys
        if key in known
    ]


_BY_ROW: dict[Row, Callable[..., Described]] = {
    Row.ACT: _acts,
    Row.PERSON: _persons,
    Row.PERSON_DAY: _person_days,
    Row.ORGANISATION: _organisations,
    Row.PROVINCE: _provinces,
    Row.RESOURCE: _resources,
    Row.POINT: _points,
    Row.COURSE: _courses,
    Row.MODULE: _modules,
    Row.QUESTION: _questions,
    Row.ANSWER: _answers,
}
