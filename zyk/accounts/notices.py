"""Telling people: a line in their inbox, and a mail where they must act."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zyk.accounts.models import Notification, User
from zyk.accounts.outbox import post


def notify(recipients: Iterable[User], *, text: str, english_text: str, url: str = "", mail: bool = False) -> None:
    """Write one notification a person; with `mail`, put a mail in the outbox too, in the same transaction.

    `url` is a path of ours. A mail that cannot be sent never undoes the act itself."""
    people = list(recipients)
    with transaction.atomic():
        Notification.objects.bulk_create(
            Notification(recipient=person, text=text[:300], english_text=english_text[:400], url=url)
            for person in people
        )
        if mail:
            post((person, *_letter(person, text, english_text, url)) for person in people)


def _letter(person: User, text: str, english_text: str, url: str) -> tuple[str, str]:
    """Subject and body in the person's own language."""
    words = english_text if person.language.startswith("en") else text
    with override(person.language):
        body = _("%(name)s：您好！\n\n%(words)s\n\n请打开：%(url)s\n\n此邮件由 ZYK 资源库发出，请勿直接回复。\n") % {
            "name": person.name,
            "words": words,
            "url": f"{settings.ZYK_BASE_URL}{url}",
        }
    return words, body
