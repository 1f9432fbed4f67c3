from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import UserKind
from zyk.common.models import Identified, Timed


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Identified, Timed):
    """A person. What he may do follows from memberships, never from a flag here."""

    username = models.CharField(_("用户名"), max_length=150, unique=True)
    name = models.CharField(_("姓名"), max_length=80)
    email = models.EmailField(_("邮箱"), blank=True)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    kind = models.CharField(_("用户类型"), max_length=20, choices=UserKind.choices)
    is_real_name = models.BooleanField(_("实名"), default=False)
    is_active = models.BooleanField(_("可登录"), default=True)
    has_one_time_password = models.BooleanField(_("须先修改一次性密码"), default=False)
    is_demonstration = models.BooleanField(_("演示人员"), default=False)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "kind"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="username_once")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name
