"""Sending statements on to other stores: in their order, each batch again until it is taken, from where we stopped.

A store that answers "no" to one statement must not hold up the rest: what it refuses for good is counted and passed
over. What looks like a fault of the moment is tried again, after a pause that doubles."""

import http.client
import ssl
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from zyk.records.answers import Stored, attached_to, written
from zyk.records.calls import JSON
from zyk.records.dictionary import ACTIVITIES
from zyk.records.messages import mixed
from zyk.records.models import ForwardTarget, RecordStore, Reference, Statement
from zyk.records.secrecy import Unreadable, unseal
from zyk.records.writer import STORE

BATCH = 100
MOST_BATCHES = 50  # of one target in one go; the next minute goes on
TIMEOUT_SECONDS = 20
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
REFUSED_FOR_GOOD = frozenset({400, 409, 413, 422})
PORTS = {"http": 80, "https": 443}


class Answer(NamedTuple):
    status: int
    text: str


Post = Callable[[ForwardTarget, bytes, str], Answer]


class Fault(Exception):
    """Not taken now; try again later."""


def forward_all(now: datetime, post: Post | None = None) -> int:
    """Send to every target that is due; return how many statements were taken."""
    due = ForwardTarget.objects.filter(stopped_at=None).filter(Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))
    return sum(forward(target, now, post) for target in due)


def forward(target: ForwardTarget, now: datetime, post: Post | None = None) -> int:
    taken = 0
    try:
        for _batch in range(MOST_BATCHES):
            rows, reached = _next(target)
            if rows:
                taken += _send(target, rows, post or post_to)
            _come_to(target, reached, now)
            if len(rows) < BATCH:
                break
    except Fault as fault:
        pause = min(FIRST_PAUSE * 2 ** min(target.failures, 20), LONGEST_PAUSE)
        ForwardTarget.objects.filter(pk=target.pk).update(
            failures=F("failures") + 1, last_error=str(fault)[:2000], next_attempt_at=now + pause
        )
    return taken


def lag(target: ForwardTarget, last_sequence: int) -> int:
    """How many statements the target is behind, those of other libraries included."""
    return max(0, last_sequence - target.last_sequence)


def last_sequence() -> int:
    return RecordStore.objects.filter(pk=STORE).values_list("last_sequence", flat=True).first() or 0


def problem_with(address: str) -> str:
    """Why nothing may be sent there, for a person in charge; "" when it may. Only the operator's list counts: an
    address that a page could name freely would let it reach whatever this machine can."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return "not an address"
    if parts.scheme not in PORTS or not host or parts.username or parts.query or parts.fragment:
        return "must be http:// or https:// with a host, and without user, query or fragment"
    named = host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"
    if named not in {allowed.strip().lower() for allowed in settings.ZYK_RECORDS_FORWARD_HOSTS}:
        return f"{named} is not in ZYK_RECORDS_FORWARD_HOSTS"
    return ""


def post_to(target: ForwardTarget, body: bytes, content_type: str) -> Answer:
    """One POST; redirects are not followed."""
    problem = problem_with(target.address)
    if problem:
        raise Fault(problem)
    parts = urlsplit(target.address)
    assert parts.hostname
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
    try:
        pair = b64encode(f"{target.key}:{unseal(target.sealed_secret)}".encode()).decode()
        headers = {
            "Authorization": f"Basic {pair}",
            "X-Experience-API-Version": target.version,
            "Content-Type": content_type,
        }
        connection.request("POST", f"{parts.path.rstrip('/')}/statements", body, headers)
        response = connection.getresponse()
        return Answer(response.status, response.read(2000).decode("utf-8", "replace"))
    except Unreadable as error:
        raise Fault("the secret cannot be read any more: ZYK_SECRET_KEY was changed; add the target anew") from error
    except (OSError, http.client.HTTPException) as error:
        raise Fault(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def _next(target: ForwardTarget) -> tuple[list[Stored], int]:
    """The next statements and how far that comes: to the end, when there are no more of this library."""
    end = last_sequence()
    rows = Statement.objects.filter(sequence__gt=target.last_sequence, sequence__lte=end).order_by("sequence")
    if target.library_iri:
        key = ACTIVITIES.known_one(target.library_iri)
        about = Reference.objects.filter(target__library_id=key).values("statement_id")  # what voids the library's
        rows = rows.filter(Q(library_id=key) | Q(sequence__in=about))
    found = [Stored(*row) for row in rows.values_list(*Stored._fields)[:BATCH]]
    return found, found[-1].sequence if len(found) == BATCH else end


def _send(target: ForwardTarget, rows: list[Stored], post: Post) -> int:
    """All at once; when the batch is refused for good, one by one."""
    answer = _post(target, rows, post)
    if 200 <= answer.status < 300:
        _count(target, sent=len(rows))
        return len(rows)
    if len(rows) > 1:
        return sum(_send(target, [row], post) for row in rows)
    _count(target, refused=1, error=f"{rows[0].uuid}: {answer.status} {answer.text}")
    return 0


def _post(target: ForwardTarget, rows: list[Stored], post: Post) -> Answer:
    """Raises Fault for anything but a yes or a no for good."""
    body, content_type = b"[" + b",".join(written(rows)) + b"]", JSON
    files = attached_to(rows)
    if files:
        body, content_type = mixed(body, files)
    answer = post(target, body, content_type)
    if not 200 <= answer.status < 300 and answer.status not in REFUSED_FOR_GOOD:
        raise Fault(f"{answer.status} {answer.text}")
    return answer


def _count(target: ForwardTarget, *, sent: int = 0, refused: int = 0, error: str = "") -> None:
    changes = {"sent_count": F("sent_count") + sent, "refused_count": F("refused_count") + refused}
    if error:
        changes["last_error"] = error[:2000]  # type: ignore[assignment]
    ForwardTarget.objects.filter(pk=target.pk).update(**changes)


def _come_to(target: ForwardTarget, sequence: int, now: datetime) -> None:
    """Kept after each batch, so that a stop costs at most the sending of one batch again, which ids make harmless."""
    changed = sequence != target.last_sequence
    target.last_sequence, target.failures = sequence, 0
    ForwardTarget.objects.filter(pk=target.pk).update(
        last_sequence=sequence,
        failures=0,
        next_attempt_at=None,
        **({"last_sent_at": timezone.now()} if changed else {}),
    )
