from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from zyk.accounts.actor import VISITOR, Actor
from zyk.accounts.models import Membership, Organisation, User
from zyk.accounts.rules import can_be_given_password
from zyk.common.pinyin import contains_words


def memberships_of(user: User) -> QuerySet[Membership]:
    """The capacities in which `user` may act today, in a stable order."""
    return (
        Membership.objects.filter(user=user)
        .valid_on(timezone.localdate())
        .select_related("organisation__province")
        .order_by("id")
    )


def actor_of(user: User | AnonymousUser, membership_id: int | None) -> Actor:
    """The acting capacity: the membership chosen if it is still valid, else the first one."""
    if not isinstance(user, User):
        return VISITOR
    valid = list(memberships_of(user))
    chosen = next((m for m in valid if m.id == membership_id), None) or next(iter(valid), None)
    return Actor(user=user, membership=chosen)


def people_in_role(organisation: Organisation, *roles: str) -> QuerySet[User]:
    """Active people who hold one of `roles` at `organisation` today: the ones to notify."""
    held = Membership.objects.filter(organisation=organisation, role__in=roles).valid_on(timezone.localdate())
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("id")


def may_be_given_password(person: User, actor: Actor) -> bool:
    """Whether the unit administrator `actor` may hand `person` a one-time password."""
    held = list(memberships_of(person))
    return can_be_given_password(
        roles={membership.role for membership in held},
        organisations={membership.organisation_id for membership in held},
        own=actor.organisation_id,
        has_signed_in=person.last_login is not None,
    )


def search_organisations(
    text: str = "", *, kind: str = "", province: str = "", level: str = ""
) -> QuerySet[Organisation]:
    """Organisations by name, official code, pinyin or initials; `province` is a code."""
    found = Organisation.objects.filter(contains_words(text)).select_related("province")
    for field, value in (("kind", kind), ("province", province), ("level", level)):
        if value:
            found = found.filter(**{field: value})
    return found.order_by("province", "name")


def search_members(actor: Actor, text: str = "", *, role: str = "", with_ended: bool = False) -> QuerySet[Membership]:
    """The people of the unit for which `actor` acts as administrator, one row a capacity."""
    found = Membership.objects.visible_to(actor).select_related("user", "organisation")
    if not with_ended:
        found = found.valid_on(timezone.localdate())
    if role:
        found = found.filter(role=role)
    return found.filter(contains_words(text, fields=("user__name", "user__username", "scope")))


def people_with_role(*roles: str) -> QuerySet[User]:
    """Active people who hold one of `roles` anywhere today."""
    held = Membership.objects.filter(role__in=roles).valid_on(timezone.localdate())
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("id")
