"""The token endpoint: OAuth 2.0 client credentials (RFC 6749, 4.4), for sources that do not send their secret along
with every request."""

import json
from urllib.parse import parse_qsl, unquote_plus

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from zyk.common.audience import CREDENTIAL, audience
from zyk.records.access import credential_of, pair_of
from zyk.records.actions.tokens import draw_token
from zyk.records.calls import FORM
from zyk.records.enums import Scope
from zyk.records.limits import take_one
from zyk.records.refusals import NotAuthorised, TooMany
from zyk.records.views.protocol import json_answer, refusal

MAX_BYTES = 10_000


class _Problem(Exception):
    """`error` is one of the words of RFC 6749, 5.2."""

    def __init__(self, error: str, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.error, self.words, self.status = error, words, status


@audience(CREDENTIAL)
@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    try:
        response = _drawn(request)
    except _Problem as problem:
        said = {"error": problem.error, "error_description": problem.words}
        response = json_answer(msgspec.json.encode(said), status=problem.status)
        if problem.status == 401:
            response.headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    except TooMany as error:
        response = refusal(error)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Pragma"] = "no-cache"
    return response


def _drawn(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise _Problem("invalid_request", "the token endpoint takes POST", 405)
    form = _form(request)
    if form.get("grant_type") != "client_credentials":
        raise _Problem("unsupported_grant_type", "grant_type must be client_credentials")
    try:
        kept = credential_of(*_client(request, form))
    except NotAuthorised as error:
        raise _Problem("invalid_client", error.text, 401) from error
    take_one(str(kept.uuid), kept.requests_per_minute)
    own = set(json.loads(kept.scopes))
    asked = set(form.get("scope", "").split()) or own
    if not asked <= own:
        raise _Problem("invalid_scope", f"this credential has {' '.join(sorted(own))}; the standard's are {_ALL}")
    drawn = draw_token(kept.uuid, asked)
    return json_answer(
        msgspec.json.encode(
            {
                "access_token": drawn.text,
                "token_type": "Bearer",
                "expires_in": drawn.seconds,
                "scope": " ".join(drawn.scopes),
            }
        )
    )


_ALL = " ".join(Scope.values)


def _form(request: HttpRequest) -> dict[str, str]:
    if request.content_type != FORM:
        raise _Problem("invalid_request", f"Content-Type must be {FORM}")
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise _Problem("invalid_request", "the form is too large") from error
    try:
        pairs = parse_qsl(body[:MAX_BYTES].decode(), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError as error:
        raise _Problem("invalid_request", "the form is not url-encoded UTF-8") from error
    form = dict(pairs)
    if len(body) > MAX_BYTES or len(form) != len(pairs):
        raise _Problem("invalid_request", "the form is too large, or a parameter stands twice")
    return form


def _client(request: HttpRequest, form: dict[str, str]) -> tuple[str, str]:
    """By HTTP Basic, each part url-encoded first (2.3.1); or in the form."""
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if header and "client_id" in form:
        raise _Problem("invalid_request", "name the client in the header or in the form, not in both")
    if header:
        key, secret = pair_of(header)
        return unquote_plus(key), unquote_plus(secret)
    key = form.get("client_id", "")
    if "\x00" in key:
        raise _Problem("invalid_request", "client_id holds a null character")
    return key, form.get("client_secret", "")
