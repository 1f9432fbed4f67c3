"""The statements resource of the store, for machines with a credential."""

import re
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from zyk.common.audience import ANYONE, CREDENTIAL, audience
from zyk.records.access import authority_of, require
from zyk.records.actions import record
from zyk.records.answers import Stored, stored_in_order, written
from zyk.records.authority import Authority
from zyk.records.enums import Scope
from zyk.records.models import Statement
from zyk.records.queries import agent_key, consistent_through, find
from zyk.records.refusals import BadRequest, NotFound, Refused, TooLarge
from zyk.records.requests import Asked, asked

VERSION = "1.0.3"
JSON = "application/json"
_OUR_VERSIONS = re.compile(r"1\.0(?:\.\d+)?")
View = Callable[[HttpRequest], HttpResponse]


def _spoken(view: View) -> View:
    """Answer a refusal in the protocol's way, and name the version on every answer."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            response = view(request)
        except Refused as error:
            response = _json(msgspec.json.encode({"error": error.text}), status=error.status)
            if error.status == 401:
                response.headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
        response.headers["X-Experience-API-Version"] = VERSION
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return answered


@audience(ANYONE)
@csrf_exempt
@require_safe
@_spoken
def about(request: HttpRequest) -> HttpResponse:
    return _json(msgspec.json.encode({"version": [VERSION]}))


@audience(CREDENTIAL)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST", "PUT"])
@_spoken
def statements(request: HttpRequest) -> HttpResponse:
    authority = authority_of(request)
    if not _OUR_VERSIONS.fullmatch(request.META.get("HTTP_X_EXPERIENCE_API_VERSION", "")):
        raise BadRequest(f"X-Experience-API-Version: must be 1.0.x; this store speaks {VERSION}")
    if request.method == "POST":
        return _post(request, authority)
    if request.method == "PUT":
        return _put(request, authority)
    return _get(request, authority)


def _post(request: HttpRequest, authority: Authority) -> HttpResponse:
    require(authority, Scope.WRITE)
    if request.META.get("QUERY_STRING"):
        raise BadRequest("a POST of statements takes no parameters")
    return _json(msgspec.json.encode(record(_body(request), authority=authority)))


def _put(request: HttpRequest, authority: Authority) -> HttpResponse:
    require(authority, Scope.WRITE)
    if set(request.GET) != {"statementId"}:
        raise BadRequest("a PUT takes exactly the parameter statementId")
    try:
        uuid = UUID(request.GET["statementId"])
    except ValueError as error:
        raise BadRequest("statementId: must be a UUID") from error
    record(_body(request), authority=authority, uuid=uuid)
    return HttpResponse(status=204)


def _body(request: HttpRequest) -> bytes:
    if request.content_type != JSON:
        raise BadRequest(f"Content-Type: must be {JSON}")
    try:
        return request.body
    except RequestDataTooBig as error:
        raise TooLarge("the message is too large: send smaller batches") from error


def _get(request: HttpRequest, authority: Authority) -> HttpResponse:
    require(authority, Scope.READ, Scope.READ_MINE)
    question = asked(request)
    through = consistent_through()
    own = None if authority.may(Scope.READ) else authority.agent
    response = _one(question.uuid, question, own) if question.uuid else _many(request, question, own)
    response.headers["X-Experience-API-Consistent-Through"] = through.isoformat()
    return response


def _one(uuid: UUID, question: Asked, own: tuple[str, ...] | None) -> HttpResponse:
    rows = Statement.objects.filter(uuid=uuid, voided=question.voided)
    if own:
        rows = rows.filter(authority_id=agent_key(own))
    found = rows.values_list(*Stored._fields).first()
    if found is None:
        raise NotFound(f"no such statement: {uuid}")
    return _json(written([Stored(*found)], question.shorten)[0])


def _many(request: HttpRequest, question: Asked, own: tuple[str, ...] | None) -> HttpResponse:
    filters = question.filters.of_authority(own) if own else question.filters
    found = find(filters, question.window)
    texts = written(stored_in_order(found.sequences), question.shorten)
    more = ""
    if found.after is not None:
        parameters = {**request.GET.dict(), "after": str(found.after)}
        more = f"{request.path}?{urlencode(parameters)}"
    return _json(b'{"statements":[' + b",".join(texts) + b'],"more":' + msgspec.json.encode(more) + b"}")


def _json(content: bytes, *, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type=JSON)
