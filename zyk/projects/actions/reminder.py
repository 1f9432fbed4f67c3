"""Reminders by mail; each occasion once, however often the worker runs."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.projects.models import Reminder
from zyk.projects.queries.waiting import Occasion, occasions


def remind(*, today: date) -> int:
    """Send what today calls for and was not sent yet; returns how many."""
    return sum(_send(occasion) for occasion in list(occasions(today)))


@transaction.atomic
def _send(occasion: Occasion) -> bool:
    _sent, is_new = Reminder.objects.get_or_create(about=occasion.about, defaults={"sent_at": timezone.now()})
    if is_new:
        notify(
            people_in_role(occasion.host, *occasion.roles),
            text=occasion.text,
            english_text=occasion.english_text,
            url=occasion.url,
            mail=True,
        )
    return is_new
