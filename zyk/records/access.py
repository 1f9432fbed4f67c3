"""Who is at the machine's door: HTTP Basic with a credential's key and secret."""

import hmac
import json
from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from zyk.records.actions.credentials import hash_of
from zyk.records.authority import Authority
from zyk.records.models import Credential
from zyk.records.refusals import NotAllowed, NotAuthorised

_NOBODY = "0" * 64
_CREDENTIAL = (
    f'SELECT uuid, secret_hash, library_iri, scopes FROM "{Credential._meta.db_table}" '  # noqa: S608
    'WHERE "key" = %s AND revoked_at IS NULL'
)


def authority_of(request: HttpRequest) -> Authority:
    """The source behind the request; NotAuthorised says no more than that, in the same time for every reason."""
    key, secret = _pair(request.META.get("HTTP_AUTHORIZATION", ""))
    uuid, expected, library_iri, scopes = _credential(key) or ("", _NOBODY, "", "[]")
    if not hmac.compare_digest(hash_of(secret), expected) or not uuid:
        raise NotAuthorised("unknown key, wrong secret, or a revoked credential")
    return Authority(str(UUID(str(uuid))), library_iri, frozenset(json.loads(scopes)))


def _credential(key: str) -> tuple[Any, str, str, str] | None:
    """Asked at every request, so that a revoked credential ends at once; in plain SQL, since building the same
    query anew costs more than writing a statement."""
    with connection.cursor() as cursor:
        cursor.execute(_CREDENTIAL, [key])
        return cursor.fetchone()


def require(authority: Authority, *scopes: str) -> None:
    if not authority.may(*scopes):
        raise NotAllowed(f"this credential lacks the scope {' or '.join(scopes)}")


def _pair(header: str) -> tuple[str, str]:
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        raise NotAuthorised("HTTP Basic authentication with a credential is required")
    try:
        key, colon, secret = b64decode(coded.strip(), validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError) as error:
        raise NotAuthorised("the Authorization header is malformed") from error
    if not colon or "\x00" in key:
        raise NotAuthorised("the Authorization header is malformed")
    return key, secret
