"""Whose business an application is not: self-interest of officers."""

from django.db.models import Exists, OuterRef, Q

from zyk.accounts.actor import Actor
from zyk.accounts.models import Membership, User
from zyk.projects.models import Application, ApplicationMember, OfficerRecusal


def has_tie(user: User | None, application: Application) -> bool:
    """Whoever has or had a post at one of the units, or has declared himself recused, handles nothing of it."""
    if user is None:
        return True
    units = {application.lead_host_id, *_members(application)}
    return (
        Membership.objects.filter(user=user, organisation__in=units).exists()
        or OfficerRecusal.objects.filter(officer=user, application=application).exists()
    )


def may_handle(actor: Actor, application: Application) -> bool:
    return not has_tie(actor.user, application)


def tied_applications(user: User | None, applications: list[Application]) -> set[int]:
    """Of these applications those the person must not handle; one query however many there are."""
    if user is None:
        return {each.pk for each in applications}
    own = Membership.objects.filter(user=user).values("organisation")
    tied = (
        Q(lead_host__in=own)
        | Q(Exists(ApplicationMember.objects.filter(application=OuterRef("pk"), organisation__in=own)))
        | Q(Exists(OfficerRecusal.objects.filter(application=OuterRef("pk"), officer=user)))
    )
    rows = Application.objects.filter(tied, pk__in=[each.pk for each in applications])
    return set(rows.values_list("pk", flat=True))


def _members(application: Application) -> list[int]:
    return list(application.members.values_list("organisation", flat=True))
