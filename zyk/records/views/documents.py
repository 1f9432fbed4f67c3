"""The document resources: state, agent profile, activity profile (xAPI 1.0.3, part 3, 2.2–2.3, 2.6–2.7;
2.0, 4.1.6.2, 4.1.6.5–4.1.6.6)."""

import msgspec
from django.http import HttpResponse
from django.utils.http import http_date, parse_etags

from zyk.records import documents
from zyk.records.access import require, require_read
from zyk.records.authority import Authority
from zyk.records.calls import Call
from zyk.records.documents import Condition, Place
from zyk.records.editions import SECOND
from zyk.records.enums import DocumentKind, Scope
from zyk.records.refusals import BadRequest, NotFound
from zyk.records.requests import agent_of, instant_in, iri_of, uuid_of
from zyk.records.views.protocol import json_answer, resource

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")


@resource(*METHODS)
def state(call: Call, authority: Authority) -> HttpResponse:
    return _answer(call, authority, DocumentKind.STATE, "stateId", {"activityId", "agent", "registration"})


@resource(*METHODS)
def agent_profile(call: Call, authority: Authority) -> HttpResponse:
    return _answer(call, authority, DocumentKind.AGENT_PROFILE, "profileId", {"agent"})


@resource(*METHODS)
def activity_profile(call: Call, authority: Authority) -> HttpResponse:
    return _answer(call, authority, DocumentKind.ACTIVITY_PROFILE, "profileId", {"activityId"})


def _answer(call: Call, authority: Authority, kind: DocumentKind, id_name: str, around: set[str]) -> HttpResponse:
    scope = Scope.STATE if kind == DocumentKind.STATE else Scope.PROFILE
    is_read = call.method in ("GET", "HEAD")
    (require_read if is_read else require)(authority, scope)
    given = call.parameters
    strange = set(given) - around - {id_name} - ({"since"} if is_read else set())
    if strange:
        raise BadRequest(f"unknown parameter: {', '.join(sorted(strange))}")
    place = _place(call, authority, kind, around)
    name = given.get(id_name)
    if name == "" or (name is None and call.method not in ("GET", "HEAD") and not _is_many(call, kind)):
        raise BadRequest(f"{id_name}: is required")
    if is_read:
        return _list(call, place) if name is None else _read(call, place, name)
    condition = _condition(call, kind)
    if call.method == "DELETE":
        _delete(place, name, condition)
    else:
        _write(call, place, name or "", condition)
    return HttpResponse(status=204)


def _is_many(call: Call, kind: DocumentKind) -> bool:
    """Only states may be deleted all at once."""
    return call.method == "DELETE" and kind == DocumentKind.STATE


def _place(call: Call, authority: Authority, kind: DocumentKind, around: set[str]) -> Place:
    given = call.parameters
    activity = iri_of(given, "activityId") if "activityId" in around else None
    if "activityId" in around and activity is None:
        raise BadRequest("activityId: is required")
    registration = given.get("registration")
    return Place(
        kind=kind,
        activity=activity,
        agent=agent_of(given) if "agent" in around else None,
        registration=uuid_of(registration, "registration") if registration is not None else None,
        realm=authority.realm,
    )


def _list(call: Call, place: Place) -> HttpResponse:
    found = documents.names(place, instant_in(call.parameters, "since"))
    response = json_answer(msgspec.json.encode(found))
    modified = documents.last_stored(place)
    if modified:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    return response


def _read(call: Call, place: Place, name: str) -> HttpResponse:
    if "since" in call.parameters:
        raise BadRequest("since: goes only without an id, when the ids are asked for")
    document = documents.find(place, name)
    if document is None:
        raise NotFound("no such document")
    response = HttpResponse(bytes(document.content), content_type=document.content_type)
    response.headers["ETag"] = f'"{document.etag}"'
    response.headers["Last-Modified"] = http_date(document.stored.timestamp())
    response.headers["Content-Security-Policy"] = "sandbox"  # opened in a browser, a document of others does nothing
    return response


def _write(call: Call, place: Place, name: str, condition: Condition) -> None:
    content_type = call.header("CONTENT_TYPE") or "application/octet-stream"
    if call.content_type[0] == "application/json":
        content = call.json()
        documents.refuse_broken_json(content)
    else:
        content = call.body
    act = documents.put if call.method == "PUT" else documents.merge
    act(place, name, content, content_type, condition=condition)


def _delete(place: Place, name: str | None, condition: Condition) -> None:
    if name is None:
        documents.delete_all(place)
    else:
        documents.delete(place, name, condition=condition)


def _condition(call: Call, kind: DocumentKind) -> Condition:
    """A PUT of a profile asks for a condition in the first edition (1.0.3, 2.6, 2.7, 3.1); in the second, overwriting
    any document does (2.0, 4.1.4)."""
    is_profile, is_second = kind != DocumentKind.STATE, call.edition is SECOND
    return Condition(
        match=_tags(call.header("HTTP_IF_MATCH")),
        none_match=_tags(call.header("HTTP_IF_NONE_MATCH")),
        to_overwrite=is_profile or is_second,
        to_create=is_profile and not is_second,
    )


def _tags(header: str) -> frozenset[str]:
    if not header.strip():
        return frozenset()
    tags = {tag.removeprefix("W/").strip('"') for tag in parse_etags(header)}
    return frozenset(tags or {header.strip().strip('"')})
