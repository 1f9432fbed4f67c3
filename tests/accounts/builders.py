"""People and organisations for tests of every context."""

from itertools import count
from typing import TYPE_CHECKING, Any, cast

from django.test import Client
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role, UserKind
from zyk.accounts.middleware import SESSION_KEY
from zyk.accounts.models import Membership, Organisation, Province, User

if TYPE_CHECKING:

    class Member(Actor):
        """An actor of whom the test knows the person and, unless a social learner, the capacity."""

        user: User
        membership: Any

        @property
        def organisation(self) -> Any: ...

else:
    Member = Actor

PASSWORD = "correct-horse-7-battery"
_numbers = count(1)

_KIND_OF_ROLE = {
    Role.STUDENT: UserKind.STUDENT,
    Role.EMPLOYEE: UserKind.EMPLOYEE,
    Role.PUBLIC_LEARNER: UserKind.PUBLIC,
}
_ORGANISATION_OF_ROLE = {
    Role.MINISTRY_OFFICER: OrganisationKind.MINISTRY,
    Role.REVIEW_SECRETARY: OrganisationKind.MINISTRY,
    Role.OPERATOR: OrganisationKind.MINISTRY,
    Role.PROVINCE_OFFICER: OrganisationKind.PROVINCE,
    Role.EMPLOYEE: OrganisationKind.ENTERPRISE,
}


def a_province(code: str = "320000", name: str = "江苏省", short_name: str = "江苏") -> Province:
    return Province.objects.get_or_create(code=code, defaults={"name": name, "short_name": short_name})[0]


def a_user(kind: str = UserKind.TEACHER, name: str = "王老师", **fields: Any) -> User:
    number = next(_numbers)
    fields = {"username": f"user{number}", "email": f"user{number}@example.org", "password": PASSWORD} | fields
    return User.objects.create_user(kind=kind, name=name, **fields)


def an_organisation(
    kind: str = OrganisationKind.SCHOOL, province: Province | None = None, **fields: Any
) -> Organisation:
    """`province` is left out for the ministry, and is 江苏 where the test names none."""
    number = next(_numbers)
    if province is None and kind != OrganisationKind.MINISTRY:
        province = a_province()
    fields = {"code": f"ORG{number:05}", "name": f"示范单位{number}"} | fields
    return Organisation.objects.create(kind=kind, province=province, **fields)


def a_member(role: str, organisation: Organisation | None = None, **user: Any) -> Member:
    """A person acting in `role`; `user` may be an existing one (`user=`) or fields of a new one."""
    person = user.pop("user", None) or a_user(**({"kind": _KIND_OF_ROLE.get(Role(role), UserKind.TEACHER)} | user))
    if organisation is None and role == Role.PUBLIC_LEARNER:
        return cast(Member, Actor(user=person))
    organisation = organisation or an_organisation(kind=_ORGANISATION_OF_ROLE.get(Role(role), OrganisationKind.SCHOOL))
    membership = Membership.objects.create(
        user=person, organisation=organisation, role=role, valid_from=timezone.localdate()
    )
    return cast(Member, Actor(user=person, membership=membership))


def signed_in(client: Client, actor: Actor) -> Client:
    """The same client, signed in as `actor`'s person and acting in his capacity."""
    assert actor.user is not None
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    if actor.membership:
        session = client.session
        session[SESSION_KEY] = actor.membership.pk
        session.save()
    return client
