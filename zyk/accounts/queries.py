from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from zyk.accounts.actor import VISITOR, Actor
from zyk.accounts.models import Membership, Organisation, User


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
