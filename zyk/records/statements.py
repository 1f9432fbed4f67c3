"""Statements of our own pages: `note` says in one line that a person did a thing."""

import logging
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.records import iris
from zyk.records.actions import record
from zyk.records.authority import PLATFORM
from zyk.records.origin import origin
from zyk.records.verbs import Verb

logger = logging.getLogger(__name__)


def agent_of(user: User) -> dict[str, Any]:
    """A person under the pseudonym the store knows: the account's uuid, never a name or an address."""
    return {"objectType": "Agent", "account": {"homePage": iris.base(), "name": str(user.uuid)}}


def activity_of(kind: str, uuid: UUID | str, title: str = "") -> dict[str, Any]:
    """A thing of ours as an activity; the title is in the language it was written in, Chinese."""
    definition: dict[str, Any] = {"type": iris.activity_type(kind)}
    if title:
        definition["name"] = {"zh-CN": title}
    return {"objectType": "Activity", "id": iris.iri_of(kind, uuid), "definition": definition}


def statement(
    *,
    user: User,
    verb: Verb,
    activity: dict[str, Any],
    library_iri: str | None = None,
    course_iri: str | None = None,
    result: dict[str, Any] | None = None,
    registration: UUID | None = None,
    extensions: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One statement, timed now, with the person's kind of user; `extensions` are added to the context's."""
    related: dict[str, Any] = {}
    if library_iri:
        related["grouping"] = [{"id": library_iri, "definition": {"type": iris.LIBRARY_TYPE}}]
    if course_iri:
        related["parent"] = [{"id": course_iri, "definition": {"type": iris.COURSE_TYPE}}]
    context: dict[str, Any] = {"extensions": {iris.USER_KIND: user.kind} | origin() | (extensions or {})}
    if related:
        context["contextActivities"] = related
    if registration:
        context["registration"] = registration
    made: dict[str, Any] = {
        "actor": agent_of(user),
        "verb": {"id": verb.iri, "display": verb.words},
        "object": activity,
        "context": context,
        "timestamp": timezone.now().isoformat(),
        "version": "1.0.0",
    }
    return made | ({"result": result} if result else {})


def note(
    actor: Actor,
    verb: Verb,
    *,
    kind: str,
    uuid: UUID | str,
    title: str,
    library_uuid: UUID | str | None = None,
    course_uuid: UUID | str | None = None,
    result: dict[str, Any] | None = None,
    duration_seconds: float | None = None,
    registration: UUID | None = None,
) -> UUID | None:
    """Record that `actor` did `verb` to our thing `kind`/`uuid`, and return the statement's id.

    Inside a transaction it is kept or undone with it. A visitor is nobody we know: nothing is recorded.
    A database too busy to write costs the record (logged), never the page; anything else is a bug and raises."""
    if actor.user is None:
        return None
    if duration_seconds is not None:
        result = (result or {}) | {"duration": f"PT{max(duration_seconds, 0):.2f}S"}
    extensions = {iris.ROLE: actor.role} if actor.role else {}
    if actor.organisation:
        extensions[iris.ORGANISATION_CODE] = actor.organisation.code
    made = statement(
        user=actor.user,
        verb=verb,
        activity=activity_of(kind, uuid, title),
        library_iri=iris.iri_of("library", library_uuid) if library_uuid else None,
        course_iri=iris.iri_of("course", course_uuid) if course_uuid else None,
        result=result,
        registration=registration,
        extensions=extensions,
    )
    try:
        return record(made, authority=PLATFORM)[0]
    except OperationalError:
        logger.exception("not recorded: %s %s %s", verb.name, kind, uuid)
        return None
