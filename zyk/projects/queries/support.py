"""持续支持: accepted libraries and whether they may apply for an upgrade project (notice 二、（二）)."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from zyk.library.enums import Standing
from zyk.library.models import Library
from zyk.projects.enums import DutyState, ExitReviewState
from zyk.projects.enums.project import ENDED
from zyk.projects.models import ExitReview, Project, YearlyDuty

DUTIES_BREACHED, UNDER_EXIT_REVIEW, PROJECT_RUNNING = "breached", "exit-review", "running"


@dataclass(frozen=True)
class Support:
    """`against` names what speaks against continued support; nothing means eligible."""

    library: Library
    against: list[str] = field(default_factory=list)
    duties: list[YearlyDuty] = field(default_factory=list)

    @property
    def is_eligible(self) -> bool:
        return not self.against


def accepted_libraries(projects: QuerySet[Project]) -> QuerySet[Library]:
    """Accepted libraries of projects one may see."""
    return (
        Library.objects.filter(standing=Standing.ACCEPTED, projects__in=projects.order_by())
        .distinct()
        .select_related("lead_host__province", "specialty")
        .order_by("name", "id")
    )


def with_support(libraries: QuerySet[Library], today: date) -> list[Support]:
    """The handbook's condition (十一（一）) as far as it is known: last year's and this year's duties not breached, no
    exit review open, no project running. Four queries."""
    years = [today.year, today.year - 1]
    found = libraries.prefetch_related(
        Prefetch("yearly_duties", YearlyDuty.objects.filter(year__in=years).order_by("-year", "code"), "recent_duties"),
        Prefetch("exit_reviews", ExitReview.objects.filter(state=ExitReviewState.OPEN), "open_reviews"),
        Prefetch(
            "projects",
            Project.objects.exclude(state__in=ENDED),
            "running_projects",
        ),
    )
    return [_support(library) for library in found]


def _support(library: Library) -> Support:
    duties = list(library.recent_duties)  # type: ignore[attr-defined]
    against = []
    if any(duty.state == DutyState.BREACHED for duty in duties):
        against.append(DUTIES_BREACHED)
    if library.open_reviews:  # type: ignore[attr-defined]
        against.append(UNDER_EXIT_REVIEW)
    if library.running_projects:  # type: ignore[attr-defined]
        against.append(PROJECT_RUNNING)
    return Support(library, against, duties)
