"""Links by which people set their own password, and one-time passwords for people without mail."""

import secrets
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from zyk.accounts.actor import Actor
from zyk.accounts.models import PeopleImport, User
from zyk.accounts.queries import may_be_given_password
from zyk.common import audit

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is easily misread on paper


def send_password_links(people: Iterable[User], *, is_invitation: bool = False) -> None:
    """Mail each person a link to set a password, once the transaction is kept; those without mail are passed over."""
    # Not through the outbox: its keepers would read the links.
    mails = [_password_mail(person, is_invitation) for person in people if person.email and person.is_active]
    if mails:
        transaction.on_commit(lambda: get_connection().send_messages(mails), robust=True)


@transaction.atomic
def give_one_time_password(person: User, *, actor: Actor) -> str:
    """A new password, to be changed at the next sign-in. It is returned once and kept nowhere."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not may_be_given_password(person, actor):
        raise ValidationError(_("此人还有别的单位或职责，只能由本人用邮箱重设密码。"))
    return _give(person, actor)


@transaction.atomic
def give_first_passwords(people_import: PeopleImport, *, actor: Actor) -> list[tuple[str, str, str]]:
    """(name, username, one-time password) of the people of an import who have no mail; works once."""
    people_import = PeopleImport.objects.select_for_update().get(pk=people_import.pk)
    if people_import.confirmed_at is None or people_import.passwords_given_at:
        raise ValidationError(_("一次性密码只能领取一次。需要时请在人员页面逐人重发。"))
    people_import.passwords_given_at = timezone.now()
    people_import.save(update_fields=["passwords_given_at", "updated_at"])
    people = people_import.people.filter(email="", last_login=None).order_by("id").select_for_update()
    return [(person.name, person.username, _give(person, actor)) for person in people]


@transaction.atomic
def note_password_changed(person: User, *, actor: Actor) -> None:
    """The person has set a password of his own."""
    User.objects.filter(pk=person.pk).update(has_one_time_password=False)
    audit.record(actor=actor, verb="change_password", about=person)


def _give(person: User, actor: Actor) -> str:
    password = "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3))
    person.set_password(password)
    person.has_one_time_password = True
    person.save(update_fields=["password", "has_one_time_password", "updated_at"])
    audit.record(actor=actor, verb="give_one_time_password", about=person)
    return password


def _password_mail(person: User, is_invitation: bool) -> EmailMessage:
    address = reverse(
        "accounts:password_reset_confirm",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(person.pk)),
            "token": default_token_generator.make_token(person),
        },
    )
    facts = {
        "name": person.name,
        "username": person.username,
        "url": f"{settings.ZYK_BASE_URL}{address}",
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    with override(person.language):
        if is_invitation:
            subject = _("请设置您在 ZYK 资源库的密码")
            text = _(
                "%(name)s：您好！您所在单位已为您开通 ZYK 资源库，用户名是 %(username)s。\n\n"
                "请打开下面的链接设置密码（%(days)d 天内有效，只能用一次）：\n%(url)s\n"
            )
        else:
            subject = _("重设您在 ZYK 资源库的密码")
            text = _(
                "%(name)s：您好！有人为用户名 %(username)s 申请重设密码。\n\n"
                "如果是您本人，请打开下面的链接（%(days)d 天内有效，只能用一次）：\n%(url)s\n\n"
                "如果不是您本人，不必理会，密码不会改变。\n"
            )
        return EmailMessage(subject, text % facts, to=[person.email])
