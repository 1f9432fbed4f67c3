"""Telling people: a line in their inbox, and a mail where they must act."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from zyk.accounts.models import Notification, User


def notify(recipients: Iterable[User], *, text: str, english_text: str, url: str = "", mail: bool = False) -> None:
    """Write one notification a person; with `mail`, send it too once the transaction is kept.

    `url` is a path of ours. A mail that cannot be sent never undoes the act itself."""
    people = list(recipients)
    Notification.objects.bulk_create(
        Notification(recipient=person, text=text[:300], english_text=english_text[:400], url=url) for person in people
    )
    if mail:
        transaction.on_commit(lambda: _send(people, text, english_text, url), robust=True)


def _send(people: list[User], text: str, english_text: str, url: str) -> None:
    messages = []
    for person in people:
        if person.email:
            words = english_text if person.language.startswith("en") else text
            messages.append(EmailMessage(words, f"{words}\n\n{settings.ZYK_BASE_URL}{url}\n", to=[person.email]))
    if messages:
        get_connection().send_messages(messages)
