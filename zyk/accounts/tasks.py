"""Work of this context that the worker does."""

from datetime import datetime

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zyk.accounts.outbox import send_waiting


@db_task()
def send_mail(asked_at: str) -> None:
    send_waiting(max(timezone.now(), datetime.fromisoformat(asked_at)))


@db_periodic_task(crontab())
def send_what_waits() -> None:
    """Nothing posted is forgotten, whatever happened to queue or mail server."""
    send_waiting(timezone.now())
