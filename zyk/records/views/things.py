"""The agents and activities resources (xAPI 1.0.3, part 3, 2.4–2.5; 2.0, 4.1.6.3–4.1.6.4)."""

import msgspec
from django.http import HttpResponse

from zyk.records.access import require_read
from zyk.records.authority import Authority
from zyk.records.calls import Call
from zyk.records.definitions import definition_of
from zyk.records.enums import Scope
from zyk.records.persons import person_of
from zyk.records.queries import Filters
from zyk.records.refusals import BadRequest
from zyk.records.requests import agent_of, iri_of
from zyk.records.views.protocol import json_answer, resource


@resource("GET", "HEAD")
def agents(call: Call, authority: Authority) -> HttpResponse:
    """A Person; its names come only from statements the credential may read."""
    require_read(authority, Scope.READ, Scope.READ_MINE, Scope.PROFILE)
    _only(call, "agent")
    name = agent_of(call.parameters)
    own = None if authority.may_read(Scope.READ) else authority.agent
    filters = Filters(agent=name).bound(authority=own, library=authority.library_iri or None)
    return json_answer(msgspec.json.encode(person_of(name, filters)))


@resource("GET", "HEAD")
def activities(call: Call, authority: Authority) -> HttpResponse:
    """The activity as the store knows it; one nobody defined is its id alone."""
    require_read(authority, Scope.READ, Scope.READ_MINE, Scope.PROFILE, Scope.STATE, Scope.DEFINE)
    _only(call, "activityId")
    iri = iri_of(call.parameters, "activityId")
    if iri is None:
        raise BadRequest("activityId: is required")
    definition = definition_of(iri)
    activity = {"objectType": "Activity", "id": iri} | ({"definition": definition} if definition else {})
    return json_answer(msgspec.json.encode(activity))


def _only(call: Call, name: str) -> None:
    strange = set(call.parameters) - {name}
    if strange:
        raise BadRequest(f"unknown parameter: {', '.join(sorted(strange))}")
