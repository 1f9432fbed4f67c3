"""Acceptances one may see, and the figures that were kept with them."""

from django.db.models import Q, QuerySet

from zyk.accounts.actor import Actor
from zyk.monitoring.models import Computation
from zyk.monitoring.queries import report_of
from zyk.monitoring.queries.results import Report
from zyk.projects.models import Acceptance, Cycle, Project


def acceptances_for(actor: Actor) -> QuerySet[Acceptance]:
    return Acceptance.objects.filter(project__in=Project.objects.visible_to(actor)).select_related(
        "project__library",
        "project__lead_host__province",
        "project__application__cycle__rulebook",
        "cycle__rulebook",
        "notice",
        "panel",
        "dossier",
    )


def matching_acceptances(*, text: str = "", state: str = "", conclusion: str = "", year: str = "") -> Q:
    found = Q()
    for word in text.split():
        found &= (
            Q(project__code__icontains=word)
            | Q(project__library__name__icontains=word)
            | Q(project__lead_host__search_text__icontains=word)
        )
    if state:
        found &= Q(state=state)
    if conclusion:
        found &= Q(conclusion=conclusion)
    if year.isdecimal():
        found &= Q(cycle__year=int(year))
    return found


def cycles_to_accept_in() -> QuerySet[Cycle]:
    """Years in which the acceptance business runs, the newest first."""
    return Cycle.objects.filter(state="open").order_by("-year")


def figures_of_day(acceptance: Acceptance) -> Report | None:
    """The figures of the day the self-review was handed in."""
    if acceptance.computation_id is None:
        return None
    return report_of(Computation.objects.select_related("rulebook", "library").get(pk=acceptance.computation_id))
