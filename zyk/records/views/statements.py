"""The statements resource of the store, for machines with a credential (xAPI 1.0.3, part 3, 2.1; 2.0, 4.1.6.1)."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.utils.http import http_date

from zyk.records.access import require, require_read
from zyk.records.actions import record
from zyk.records.answers import Stored, attached_to, stored_in_order, stored_of, written
from zyk.records.archive import sealed_by_uuid
from zyk.records.authority import Authority
from zyk.records.calls import Call
from zyk.records.editions import SPOKEN
from zyk.records.enums import Scope
from zyk.records.messages import message_of, mixed
from zyk.records.models import Statement
from zyk.records.queries import agent_key, consistent_through, find
from zyk.records.refusals import BadRequest, NotFound
from zyk.records.requests import Asked, asked, uuid_of
from zyk.records.views.protocol import CONSISTENT, json_answer, open_resource, resource


@open_resource
def about(call: Call) -> HttpResponse:
    return json_answer(msgspec.json.encode({"version": SPOKEN}))


@resource("GET", "HEAD", "POST", "PUT", says_how_fresh=True)
def statements(call: Call, authority: Authority) -> HttpResponse:
    if call.method == "POST":
        return _post(call, authority)
    if call.method == "PUT":
        return _put(call, authority)
    return _get(call, authority)


def _post(call: Call, authority: Authority) -> HttpResponse:
    require(authority, Scope.WRITE)
    if call.parameters:
        raise BadRequest("a POST of statements takes no parameters")
    message = message_of(call)
    uuids = record(message.statements, authority=authority, edition=call.edition, files=message.files)
    return json_answer(msgspec.json.encode(uuids))


def _put(call: Call, authority: Authority) -> HttpResponse:
    require(authority, Scope.WRITE)
    if set(call.parameters) != {"statementId"}:
        raise BadRequest("a PUT takes exactly the parameter statementId")
    uuid = uuid_of(call.parameters["statementId"], "statementId")
    message = message_of(call)
    record(message.statements, authority=authority, uuid=uuid, edition=call.edition, files=message.files)
    return HttpResponse(status=204)


def _get(call: Call, authority: Authority) -> HttpResponse:
    require_read(authority, Scope.READ, Scope.READ_MINE)
    question = asked(call)
    through = consistent_through()
    own = None if authority.may_read(Scope.READ) else authority.agent
    if question.uuid:
        response = _one(question.uuid, question, own, authority.library_iri)
    else:
        response = _many(call, question, own, authority.library_iri)
    response.headers[CONSISTENT] = through.isoformat()
    return response


def _one(uuid: UUID, question: Asked, own: tuple[str, ...] | None, library_iri: str) -> HttpResponse:
    rows = Statement.objects.filter(uuid=uuid, voided=question.voided)
    if own:
        rows = rows.filter(authority_id=agent_key(own))
    if library_iri:
        rows = rows.filter(library__iri=library_iri)
    found = rows.values_list(*Stored._fields).first()
    stored = Stored(*found) if found else _sealed(uuid, question, own, library_iri)
    if stored is None:
        raise NotFound(f"no such statement: {uuid}")
    return _answer(written([stored], question.shorten)[0], [stored], question, modified=stored.stored)


def _sealed(uuid: UUID, question: Asked, own: tuple[str, ...] | None, library_iri: str) -> Stored | None:
    """The same question to the segments."""
    statement = sealed_by_uuid(uuid)
    if statement is None or statement.voided != question.voided:
        return None
    if own and statement.authority_id != agent_key(own):
        return None
    if library_iri and (statement.library is None or statement.library.iri != library_iri):
        return None
    return stored_of(statement)


def _many(call: Call, question: Asked, own: tuple[str, ...] | None, library_iri: str) -> HttpResponse:
    filters = question.filters.bound(authority=own, library=library_iri or None)
    found = find(filters, question.window)
    rows = stored_in_order(found.sequences)
    texts = written(rows, question.shorten)
    more = ""
    if found.after is not None:
        parameters = {**call.parameters, "after": str(found.after)}
        more = f"{call.path}?{urlencode(parameters)}"
    body = b'{"statements":[' + b",".join(texts) + b'],"more":' + msgspec.json.encode(more) + b"}"
    return _answer(body, rows, question, modified=max((row.stored for row in rows), default=None))


def _answer(body: bytes, rows: list[Stored], question: Asked, *, modified: datetime | None) -> HttpResponse:
    if question.attachments:
        content, content_type = mixed(body, attached_to(rows))
        response = HttpResponse(content, content_type=content_type)
    else:
        response = json_answer(body)
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    return response
