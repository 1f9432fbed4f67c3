"""Who may be given which capacity, and what a line about a person must say. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import GRANTABLE_ROLES, KIND_OF_ROLE, LEARNER_ROLES, Role, UserKind

USERNAME = re.compile(r"[\w.@+-]{3,60}")
PHONE = re.compile(r"[\d +()-]{5,30}")
Fault = tuple[str, str | Promise]


@dataclass(frozen=True)
class Entry:
    """What a list or a form says about one person; texts as typed, an unreadable date already told as a fault."""

    username: str
    name: str
    kind: str
    role: str
    email: str = ""
    phone: str = ""
    scope: str = ""
    valid_until: date | None = None

    @property
    def key(self) -> str:
        return self.username.lower()


@dataclass(frozen=True)
class Known:
    """What we know of the username: whether the person belongs to the unit, and the name and mail on file."""

    name: str
    email: str
    kind: str
    belongs_here: bool


def roles_grantable(organisation_kind: str) -> tuple[Role, ...]:
    return GRANTABLE_ROLES.get(organisation_kind, ())


def faults_of_entry(entry: Entry, *, organisation_kind: str, known: Known | None, today: date) -> Iterator[Fault]:
    """(field, what is wrong). A person of another unit is taken in only by name and mail together,
    so that nobody collects strangers by guessing usernames."""
    if not USERNAME.fullmatch(entry.username):
        yield "username", _("用户名为 3–60 位字母、汉字、数字或 . @ + - _")
    if not entry.name or len(entry.name) > 80:
        yield "name", _("姓名不能为空，且不超过 80 字")
    if entry.kind not in UserKind.values or entry.kind == UserKind.PUBLIC:
        yield "kind", _("类型应为在校生、教师或企业员工")
    if entry.role not in roles_grantable(organisation_kind):
        yield "role", _("本单位不能授予这个角色")
    elif entry.kind in UserKind.values and KIND_OF_ROLE.get(Role(entry.role), entry.kind) != entry.kind:
        yield "kind", _("类型与角色不一致")
    yield from _contact_faults(entry)
    if len(entry.scope) > 80:
        yield "scope", _("不超过 80 字")
    if entry.valid_until and entry.valid_until < today:
        yield "valid_until", _("有效期已过")
    if known:
        yield from _identity_faults(entry, known)


def can_be_given_password(*, roles: set[str], organisations: set[int], own: int | None, has_signed_in: bool) -> bool:
    """A unit administrator hands out a one-time password only to people who belong to his unit alone;
    to those who have signed in before, only while they are learners or teachers."""
    if organisations != {own}:
        return False
    return not has_signed_in or roles <= set(LEARNER_ROLES)


def _contact_faults(entry: Entry) -> Iterator[Fault]:
    if entry.email:
        try:
            validate_email(entry.email)
        except ValidationError:
            yield "email", _("邮箱格式不对，例如 name@example.edu.cn")
    if entry.phone and not PHONE.fullmatch(entry.phone):
        yield "phone", _("手机号只能有数字、空格、括号、+ 和 -")


def _identity_faults(entry: Entry, known: Known) -> Iterator[Fault]:
    if known.belongs_here:
        if known.name != entry.name:
            yield "name", _("此用户名在本单位登记的姓名是“%(name)s”") % {"name": known.name}
        if known.kind != entry.kind:
            yield "kind", _("与此人登记的用户类型不同")
    elif known.name != entry.name or not known.email or known.email.lower() != entry.email.lower():
        yield "username", _("此用户名已被他人使用。若是同一人，姓名与邮箱须与其登记的一致")
