"""A short lane for the store's busiest request, a plain POST of statements, before Django makes a request of it.

It only ever answers success, with the headers the resource gives. Whatever is not plain, and every refusal, goes on
to the resource itself with its body at hand, so that the rules and the words stand there alone."""

import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse

import msgspec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import Error, connection
from django.http.request import split_domain_port, validate_host

from zyk.records import access
from zyk.records.actions import record
from zyk.records.calls import JSON
from zyk.records.editions import Edition, edition_of
from zyk.records.enums import Scope
from zyk.records.refusals import Refused
from zyk.records.views.protocol import remember_edition

PATH = "/xapi/statements"
CREDENTIAL_SECONDS = 3.0  # how long a credential is believed without asking the database again
MAX_REMEMBERED = 10_000
_credentials: dict[bytes, tuple[Any, float]] = {}
_hosts: set[str] = set()

Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def with_lane(application: Application) -> Application:
    """The application with the lane before it."""

    def answered(asked: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if asked.get("PATH_INFO") != PATH or asked["REQUEST_METHOD"] != "POST":
            return application(asked, start_response)
        edition = _plain(asked)
        if edition is not None:
            body = asked["wsgi.input"].read(int(asked["CONTENT_LENGTH"]))
            answer = _kept(asked, body, edition)
            if answer is not None:
                start_response("200 OK", _headers(answer, edition))
                return [answer]
            asked["wsgi.input"] = BytesIO(body)
        return application(asked, start_response)

    return answered


def _plain(asked: dict[str, Any]) -> Edition | None:
    """The edition, of a request that the lane may take."""
    length = asked.get("CONTENT_LENGTH") or ""
    if asked.get("CONTENT_TYPE") != JSON or asked.get("QUERY_STRING") or not length.isdigit():
        return None
    if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE or not _is_our_host(asked.get("HTTP_HOST", "")):
        return None
    if not asked.get("HTTP_AUTHORIZATION", "").startswith("Basic "):
        return None
    return edition_of(asked.get("HTTP_X_EXPERIENCE_API_VERSION", ""))


def _is_our_host(host: str) -> bool:
    if host in _hosts:
        return True
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS) or len(_hosts) > MAX_REMEMBERED:
        return False
    _hosts.add(host)
    return True


def _kept(asked: dict[str, Any], body: bytes, edition: Edition) -> bytes | None:
    """The ids in JSON, once the statements are on disk; None when the resource has to say why not."""
    try:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        authority = access.authority_from(_credential(asked["HTTP_AUTHORIZATION"]))
        access.require(authority, Scope.WRITE)
        remember_edition(authority.name, edition)
        return msgspec.json.encode(record(body, authority=authority, edition=edition))
    except (Refused, ValidationError, Error):
        return None


def _credential(header: str) -> Any:
    """As the database told it within the last seconds; nothing secret is remembered, only its hash."""
    digest, now = sha256(header.encode()).digest(), time.monotonic()
    known, until = _credentials.get(digest, (None, 0.0))
    if now < until:
        return known
    found = access.credential_of(*access.pair_of(header))
    if len(_credentials) > MAX_REMEMBERED:
        _credentials.clear()
    _credentials[digest] = (found, now + CREDENTIAL_SECONDS)
    return found


def forget_credentials() -> None:
    """One was changed or revoked in this process; others notice within CREDENTIAL_SECONDS."""
    _credentials.clear()


def _headers(answer: bytes, edition: Edition) -> list[tuple[str, str]]:
    return [
        ("Content-Type", JSON),
        ("Content-Length", str(len(answer))),
        ("X-Experience-API-Version", edition.value),
        ("X-Content-Type-Options", "nosniff"),
    ]
