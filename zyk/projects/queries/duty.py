"""Yearly duties one may see."""

from django.db.models import Q, QuerySet

from zyk.accounts.actor import Actor
from zyk.projects.models import Project, YearlyDuty
from zyk.rulebook.edition import Words
from zyk.rulebook.models import Rulebook


def duties_for(actor: Actor) -> QuerySet[YearlyDuty]:
    """Duties of libraries whose projects the actor may see."""
    libraries = Project.objects.visible_to(actor).values("library")
    return YearlyDuty.objects.filter(library__in=libraries).select_related("library__lead_host__province", "baseline")


def matching_duties(*, text: str = "", state: str = "", year: str = "") -> Q:
    found = Q()
    for word in text.split():
        found &= Q(library__name__icontains=word) | Q(library__lead_host__search_text__icontains=word)
    if state:
        found &= Q(state=state)
    if year.isdecimal():
        found &= Q(year=int(year))
    return found


def duty_titles(duties: list[YearlyDuty]) -> dict[str, Words]:
    """Words of the duties' codes, by the newest rulebook that names them. One query."""
    titles: dict[str, Words] = {}
    if duties:
        for rulebook in Rulebook.objects.order_by("year"):
            titles |= {duty.code: duty.title for duty in rulebook.edition.yearly_duties}
    return titles
