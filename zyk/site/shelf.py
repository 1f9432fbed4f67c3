"""Libraries on the shelf of the front page, with their counts."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from zyk.library.enums import CourseState, ResourceState, Standing
from zyk.library.models import Course, Library
from zyk.monitoring.models import IndicatorResult


@dataclass(frozen=True)
class OnShelf:
    """`users` is the last computed figure, None while nothing was computed."""

    library: Library
    courses: int
    resources: int
    users: int | None

    @property
    def standing(self) -> Standing:
        return Standing(self.library.standing)


def shelf(libraries: QuerySet[Library], number: int) -> list[OnShelf]:
    """The libraries that published most in the last month first; one query for any number."""
    month_ago = timezone.now() - timedelta(days=30)
    courses = Course.objects.filter(library=OuterRef("pk"), state=CourseState.PUBLISHED).order_by()
    users = IndicatorResult.objects.filter(computation__library=OuterRef("pk"), code="users_total").order_by("-id")
    rows = (
        libraries.select_related("specialty__specialty_class__category", "lead_host")
        .annotate(
            course_count=Subquery(courses.values("library").annotate(n=Count("pk")).values("n")),
            resource_count=Count("resources", filter=Q(resources__state=ResourceState.PUBLISHED)),
            user_count=Subquery(users.values("raw_value")[:1]),
            recent_count=Count(
                "resources",
                filter=Q(resources__state=ResourceState.PUBLISHED, resources__published_at__gte=month_ago),
            ),
        )
        .order_by("-recent_count", "-updated_at", "pk")[:number]
    )
    return [
        OnShelf(
            library=row,
            courses=row.course_count or 0,
            resources=row.resource_count,
            users=None if row.user_count is None else int(row.user_count),
        )
        for row in rows
    ]
