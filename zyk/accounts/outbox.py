"""The outbox: mail is a row of the act's own transaction, sent by the worker once that is kept.

A mail is sent at least once: a worker killed between the server's yes and our note sends it again,
under the same Message-ID, by which mail programs drop the second."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from zyk.accounts.enums import MailState
from zyk.accounts.models import Mail, OutboxHold, User

AT_ONCE = 100  # a run of the worker
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4), timedelta(hours=12))
STUCK_AFTER = timedelta(minutes=15)


def post(letters: Iterable[tuple[User, str, str]]) -> None:
    """Put (person, subject, body) in the outbox; people without an address are passed over."""
    state = MailState.HELD if OutboxHold.objects.filter(is_on=True).exists() else MailState.QUEUED
    posted = Mail.objects.bulk_create(
        Mail(recipient=person, subject=_one_line(subject), body=body[:4000], state=state)
        for person, subject, body in letters
        if person.email
    )
    if posted and state == MailState.QUEUED:
        transaction.on_commit(_wake_worker, robust=True)


def send_waiting(now: datetime) -> int:
    """Send what waits and whose time has come; returns how many went out. Two workers never take the same mail."""
    Mail.objects.filter(state=MailState.SENDING, updated_at__lt=now - STUCK_AFTER).update(state=MailState.QUEUED)
    due = Mail.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), state=MailState.QUEUED)
    sent = 0
    for mail in due.select_related("recipient").order_by("id")[:AT_ONCE]:
        claimed = Mail.objects.filter(pk=mail.pk, state=MailState.QUEUED).update(
            state=MailState.SENDING, tries=F("tries") + 1, updated_at=now
        )
        sent += bool(claimed) and _send(mail, now)
    return sent


def _send(mail: Mail, now: datetime) -> bool:
    message = EmailMessage(mail.subject, mail.body, to=[mail.recipient.email], headers=_headers(mail))
    own = Mail.objects.filter(pk=mail.pk)
    try:
        get_connection().send_messages([message])
    except Exception as error:  # whatever the mail server says, the mail is kept and tried again
        tries = mail.tries  # before this one
        state = MailState.QUEUED if tries < len(WAITS) else MailState.FAILED
        next_try_at = now + WAITS[tries] if tries < len(WAITS) else None
        own.update(state=state, next_try_at=next_try_at, last_error=f"{type(error).__name__}: {error}"[:300])
        return False
    own.update(state=MailState.SENT, sent_at=now, next_try_at=None, last_error="")
    return True


def _headers(mail: Mail) -> dict[str, str]:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return {"Message-ID": f"<{mail.uuid}@{domain}>", "Auto-Submitted": "auto-generated"}


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:200]


def _wake_worker() -> None:
    from zyk.accounts.tasks import send_mail

    send_mail(timezone.now().isoformat())
