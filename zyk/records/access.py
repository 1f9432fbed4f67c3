"""Who is at the machine's door: a credential's key and secret (HTTP Basic), or a token it drew (OAuth 2.0 Bearer)."""

import hmac
import json
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from zyk.records.actions.credentials import hash_of
from zyk.records.authority import Authority
from zyk.records.calls import Call
from zyk.records.limits import take_one
from zyk.records.models import AccessToken, Credential
from zyk.records.refusals import NotAllowed, NotAuthorised

_NOBODY = "0" * 64
_KEPT = "c.uuid, c.secret_hash, c.library_iri, c.scopes, c.previous_secret_hash, c.previous_until, c.requests_per_minute, c.organisation_id"  # noqa: E501
_BY_KEY = f'SELECT {_KEPT} FROM "{Credential._meta.db_table}" c WHERE c."key" = %s AND c.revoked_at IS NULL'  # noqa: S608
_BY_TOKEN = (
    f'SELECT {_KEPT}, t.scopes, t.expires_at FROM "{AccessToken._meta.db_table}" t '  # noqa: S608
    f'JOIN "{Credential._meta.db_table}" c ON c.id = t.credential_id WHERE t.token_hash = %s AND c.revoked_at IS NULL'
)


class _Kept(NamedTuple):
    """What is read of a credential, in the order of _KEPT."""

    uuid: Any = ""
    secret_hash: str = _NOBODY
    library_iri: str = ""
    scopes: str = "[]"
    previous_secret_hash: str = ""
    previous_until: Any = None
    requests_per_minute: int | None = None
    organisation_id: int | None = None


def authority_of(call: Call) -> Authority:
    """The source behind the request; NotAuthorised says no more than that, in the same time for every reason."""
    header = call.header("HTTP_AUTHORIZATION")
    if header[:7].lower() == "bearer ":
        return _of_token(header[7:].strip())
    return authority_from(credential_of(*pair_of(header)))


def credential_of(key: str, secret: str) -> _Kept:
    kept = _Kept(*_one(_BY_KEY, key))
    given = hash_of(secret)
    if hmac.compare_digest(given, kept.secret_hash) and kept.uuid:
        return kept
    if kept.previous_secret_hash and hmac.compare_digest(given, kept.previous_secret_hash):
        until = _instant(kept.previous_until)
        if until is not None and until > timezone.now():
            return kept
    raise NotAuthorised("unknown key, wrong secret, or a revoked credential")


def _of_token(token: str) -> Authority:
    found = _one(_BY_TOKEN, hash_of(token))
    expires_at = _instant(found[-1]) if found else None
    if expires_at is None or expires_at <= timezone.now():
        raise NotAuthorised("unknown or expired token, or a revoked credential")
    kept = _Kept(*found[:-2])
    narrowed = json.loads(kept.scopes)
    return authority_from(kept._replace(scopes=json.dumps([s for s in json.loads(found[-2]) if s in narrowed])))


def authority_from(kept: _Kept) -> Authority:
    """Counts as one request; raises TooMany."""
    name = str(UUID(str(kept.uuid)))
    take_one(name, kept.requests_per_minute)
    realm = ""
    if kept.library_iri:
        realm = f"library:{kept.library_iri}"
    elif kept.organisation_id is not None:
        realm = f"unit:{kept.organisation_id}"
    return Authority(name, kept.library_iri, frozenset(json.loads(kept.scopes)), realm)


def _one(sql: str, value: str) -> tuple[Any, ...]:
    """Asked at every request, so that a revoked credential ends at once; in plain SQL, since building the same
    query anew costs more than writing a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return cursor.fetchone() or ()


def _instant(value: Any) -> datetime | None:
    """A time as the database hands it out to plain SQL: SQLite as text in UTC."""
    found = parse_datetime(value) if isinstance(value, str) else value
    return timezone.make_aware(found, timezone.get_fixed_timezone(0)) if found and timezone.is_naive(found) else found


def require(authority: Authority, *scopes: str) -> None:
    if not authority.may(*scopes):
        raise NotAllowed(f"this credential lacks the scope {' or '.join(scopes)}")


def require_read(authority: Authority, *scopes: str) -> None:
    if not authority.may_read(*scopes):
        raise NotAllowed(f"this credential lacks the scope {' or '.join(scopes)}")


def pair_of(header: str) -> tuple[str, str]:
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        raise NotAuthorised("HTTP Basic authentication with a credential, or a Bearer token, is required")
    try:
        key, colon, secret = b64decode(coded.strip(), validate=True).decode().partition(":")
    except (NotBase64, ValueError) as error:
        raise NotAuthorised("the Authorization header is malformed") from error
    if not colon or "\x00" in key:
        raise NotAuthorised("the Authorization header is malformed")
    return key, secret
