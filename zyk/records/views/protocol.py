"""What all resources of the store have in common: how a call is read, answered and refused."""

from collections.abc import Callable
from functools import wraps

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from zyk.common.audience import ANYONE, CREDENTIAL, audience
from zyk.records.access import authority_of
from zyk.records.authority import Authority
from zyk.records.calls import JSON, Call
from zyk.records.editions import FIRST, Edition
from zyk.records.queries import consistent_through
from zyk.records.refusals import NoSuchMethod, NotAuthorised, Refused, TooMany

Resource = Callable[[Call, Authority], HttpResponse]
View = Callable[[HttpRequest], HttpResponse]
MAX_REMEMBERED = 20_000
CONSISTENT = "X-Experience-API-Consistent-Through"
_last_spoken: dict[str, Edition] = {}  # what each source spoke last: in it, a request without a version is answered


def resource(*methods: str, says_how_fresh: bool = False) -> Callable[[Resource], View]:
    """A resource that asks for a credential and a version, and knows these methods. `says_how_fresh`: a GET is told
    up to when statements are complete, even when it is refused (2.1.3)."""

    def declare(view: Resource) -> View:
        @audience(CREDENTIAL)
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest) -> HttpResponse:
            edition = FIRST
            try:
                call = Call(request)
                authority = authority_of(call)
                edition = _last_spoken.get(authority.name, FIRST)
                edition = call.edition
                remember_edition(authority.name, edition)
                if call.method not in methods:
                    raise NoSuchMethod(", ".join(methods))
                response = view(call, authority)
            except Refused as error:
                response = refusal(error)
            if says_how_fresh and request.method in ("GET", "HEAD") and CONSISTENT not in response.headers:
                response.headers[CONSISTENT] = consistent_through().isoformat()
            return dressed(request, response, edition)

        return answered

    return declare


def open_resource(view: Callable[[Call], HttpResponse]) -> View:
    """A resource that anyone may read, in whatever version."""

    @audience(ANYONE)
    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        edition = FIRST
        try:
            call = Call(request)
            if call.header("HTTP_X_EXPERIENCE_API_VERSION").startswith("2"):
                edition = call.edition
            if call.method not in ("GET", "HEAD"):
                raise NoSuchMethod("GET, HEAD")
            response = view(call)
        except Refused as error:
            response = refusal(error)
        return dressed(request, response, edition)

    return answered


def refusal(error: Refused) -> HttpResponse:
    response = json_answer(msgspec.json.encode({"error": error.text}), status=error.status)
    if isinstance(error, NotAuthorised):
        response.headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8", Bearer realm="xAPI"'
    elif isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    elif isinstance(error, NoSuchMethod):
        response.headers["Allow"] = error.allowed
    return response


def dressed(request: HttpRequest, response: HttpResponse, edition: Edition) -> HttpResponse:
    headers = response.headers
    headers["X-Experience-API-Version"] = edition.value
    headers["X-Content-Type-Options"] = "nosniff"
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def json_answer(content: bytes, *, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type=JSON)


def remember_edition(name: str, edition: Edition) -> None:
    if _last_spoken.get(name) is not edition:
        if len(_last_spoken) > MAX_REMEMBERED:
            _last_spoken.clear()
        _last_spoken[name] = edition
