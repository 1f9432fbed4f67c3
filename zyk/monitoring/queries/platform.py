"""A few figures of the whole platform, for its front page."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from zyk.library.enums import CourseKind, CourseState, LibraryState, ResourceState
from zyk.library.models import Course, Library, Resource
from zyk.records.models import Statement
from zyk.records.times import last_until


@dataclass(frozen=True)
class PlatformFigures:
    running_libraries: int
    standard_courses: int
    personalised_courses: int
    resources: int
    active_today: int
    at: datetime


def platform_figures(now: datetime | None = None) -> PlatformFigures:
    """Five counts. Active today: people with a record stored since midnight, which is found by halving the records,
    so that a few more queries are made the more there are."""
    now = now or timezone.now()
    running = Library.objects.filter(state=LibraryState.RUNNING)
    courses = Course.objects.filter(library__in=running.values("pk"))
    return PlatformFigures(
        running_libraries=running.count(),
        standard_courses=courses.filter(kind=CourseKind.STANDARD, state=CourseState.PUBLISHED).count(),
        personalised_courses=courses.filter(kind=CourseKind.PERSONALISED).count(),
        resources=Resource.objects.filter(library__in=running.values("pk"), state=ResourceState.PUBLISHED).count(),
        active_today=_active_since(timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))),
        at=now,
    )


def _active_since(midnight: datetime) -> int:
    """Only today's rows are read: what was stored since is what has a higher sequence."""
    last = last_until(midnight - timedelta(microseconds=1))
    rows = Statement.objects.filter(sequence__gt=last, voided=False).order_by()
    return rows.values("actor_id").distinct().count()
