from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from zyk.accounts.models import User
from zyk.accounts.queries import actor_of
from zyk.records import dictionary, lane
from zyk.records.models import Credential
from zyk.records.statements import note
from zyk.records.verbs import Verb

SIGN_IN = "00000000-0000-0000-0000-000000000001"  # the sign-in module is one and the same everywhere


@receiver(user_logged_in)
def note_sign_in(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """登录平台 is one of the acts that monitoring counts."""
    note(actor_of(user, None), Verb.LOGGED_IN, kind="sign-in", uuid=SIGN_IN, title="登录模块")


@receiver(post_migrate)
def forget_keys(sender: Any, **kwargs: Any) -> None:
    """The tables may have been emptied or replaced."""
    dictionary.forget_all()


@receiver([post_save, post_delete], sender=Credential)
def ask_again(sender: Any, **kwargs: Any) -> None:
    """A credential was changed or revoked: the short lane believes none without asking."""
    lane.forget_credentials()
