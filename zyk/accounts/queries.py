from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from zyk.accounts.actor import VISITOR, Actor
from zyk.accounts.models import Delegation, Membership, Organisation, User
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


def capacities_of(user: User) -> QuerySet[Membership]:
    """His own capacities and those in which he stands in for somebody today; his own first."""
    today = timezone.localdate()
    stood_in_for = Delegation.objects.in_force_on(today).filter(receiver=user).values("membership")
    return (
        Membership.objects.filter(Q(user=user) | Q(pk__in=stood_in_for, user__is_active=True))
        .valid_on(today)
        .select_related("organisation__province", "user")
        .order_by(Case(When(user=user, then=0), default=1), "id")
    )


def actor_of(
    user: User | AnonymousUser, membership_id: int | None, *, held: Iterable[Membership] | None = None
) -> Actor:
    """The acting capacity: the one chosen if it is still valid, else the first of his own. `held` are his capacities
    where they have been read already."""
    if not isinstance(user, User):
        return VISITOR
    valid = list(capacities_of(user) if held is None else held)
    own = next((m for m in valid if m.user_id == user.pk), None)
    chosen = next((m for m in valid if m.id == membership_id), own)
    return Actor(user=user, membership=chosen)


def people_in_role(organisation: Organisation, *roles: str) -> QuerySet[User]:
    """Active people who hold one of `roles` at `organisation` today: the ones to notify."""
    return _holders(Membership.objects.filter(organisation=organisation, role__in=roles))


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
    return _holders(Membership.objects.filter(role__in=roles))


def _holders(memberships: QuerySet[Membership]) -> QuerySet[User]:
    """Who holds one of `memberships` today, and who stands in for him."""
    today = timezone.localdate()
    held = memberships.valid_on(today)  # type: ignore[attr-defined]
    stand_ins = Delegation.objects.in_force_on(today).filter(membership__in=held.values("pk"))
    people = Q(pk__in=held.values("user")) | Q(pk__in=stand_ins.values("receiver"))
    return User.objects.filter(people, is_active=True).order_by("id")
