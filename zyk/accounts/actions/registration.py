from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import UserKind
from zyk.accounts.models import User
from zyk.common import audit


@transaction.atomic
def register_public_learner(
    *, username: str, name: str, password: str, email: str = "", phone: str = "", language: str = "zh-hans"
) -> User:
    """A social learner registers himself; he belongs to no unit. Refused when the username is taken."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username, password, name=name, email=email, phone=phone, language=language, kind=UserKind.PUBLIC
            )
    except IntegrityError:
        raise ValidationError({"username": _("这个用户名已被使用，请换一个。")}) from None
    audit.record(actor=Actor(user=user), verb="register", about=user)
    return user
