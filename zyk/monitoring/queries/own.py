"""What a teacher sees of his classes, and a learner of himself. Times are those the server counted from heartbeats."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, F, Max, Q, Sum
from django.db.models.functions import TruncDate, TruncWeek
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.assessment.enums import AttemptState
from zyk.assessment.models import Grade
from zyk.learning.models import CourseRun, Enrolment, Progress, RunAttempt
from zyk.learning.queries import LEARNING
from zyk.library.models import ModuleItem
from zyk.records.queries import statements_of

LOOKED_BACK_WEEKS = 12
LOOKED_BACK_DAYS = 84  # less than records stay in the database before they are sealed away, by default


@dataclass(frozen=True)
class ClassLine:
    """A class with what its learners did. `active`: who opened something within seven days of `on`."""

    run: Any
    active: int
    seconds: int
    seen_at: datetime | None
    points_percent: float | None

    @property
    def learners(self) -> int:
        return int(self.run.learner_count)

    @property
    def minutes_each(self) -> int | None:
        return round(self.seconds / 60 / self.learners) if self.learners else None


def class_lines(runs: Collection[Any], now: datetime) -> list[ClassLine]:
    """Of `taught_runs`: two queries for a page of any length."""
    ids = [run.pk for run in runs]
    recent = Q(last_at__gte=now - timedelta(days=7))
    kept = Progress.objects.filter(enrolment__run__in=ids, enrolment__state__in=LEARNING)
    sums = {
        row["enrolment__run"]: row
        for row in kept.order_by()
        .values("enrolment__run")
        .annotate(
            active=Count("enrolment", distinct=True, filter=recent), seconds=Sum("seconds"), seen_at=Max("last_at")
        )
    }
    graded = Grade.objects.filter(attempt__in_run__enrolment__run__in=ids, attempt__state=AttemptState.GRADED)
    points = dict(
        graded.order_by()
        .values("attempt__in_run__enrolment__run")
        .annotate(percent=Avg(F("points_hundredths") * 100.0 / F("maximum_hundredths")))
        .values_list("attempt__in_run__enrolment__run", "percent")
    )
    nothing: dict[str, Any] = {"active": 0, "seconds": 0, "seen_at": None}
    return [
        ClassLine(
            run,
            active=(found := sums.get(run.pk, nothing))["active"],
            seconds=found["seconds"] or 0,
            seen_at=found["seen_at"],
            points_percent=points.get(run.pk),
        )
        for run in runs
    ]


@dataclass(frozen=True)
class Use:
    """One thing of the course: how many of the class opened and finished it, and for how long."""

    item: ModuleItem
    opened: int
    finished: int
    minutes_each: int | None


def resource_use(run: CourseRun) -> list[Use]:
    """In the order of the course, the unopened with zeros; one query."""
    of_class = Q(progress__enrolment__run=run, progress__enrolment__state__in=LEARNING)
    rows = (
        ModuleItem.objects.filter(module__course=run.course_id)
        .select_related("module", "resource")
        .annotate(
            opened=Count("progress", filter=of_class),
            finished=Count("progress", filter=of_class & Q(progress__completed_at__isnull=False)),
            seconds=Sum("progress__seconds", filter=of_class),
        )
        .order_by("module__position", "module_id", "position", "id")
    )
    return [
        Use(row, row.opened, row.finished, round((row.seconds or 0) / 60 / row.opened) if row.opened else None)
        for row in rows
    ]


def class_weeks(run: CourseRun, now: datetime) -> list[tuple[date, int, int]]:
    """(Monday, learners who began something new, things finished), the last twelve weeks that have any."""
    since = now - timedelta(weeks=LOOKED_BACK_WEEKS)
    kept = Progress.objects.filter(enrolment__run=run, enrolment__state__in=LEARNING).order_by()
    began = dict(
        kept.filter(first_at__gte=since)
        .annotate(week=TruncWeek("first_at"))
        .values("week")
        .annotate(n=Count("enrolment", distinct=True))
        .values_list("week", "n")
    )
    finished = dict(
        kept.filter(completed_at__gte=since)
        .annotate(week=TruncWeek("completed_at"))
        .values("week")
        .annotate(n=Count("pk"))
        .values_list("week", "n")
    )
    weeks = sorted(began.keys() | finished.keys())
    return [(timezone.localtime(week).date(), began.get(week, 0), finished.get(week, 0)) for week in weeks]


@dataclass(frozen=True)
class MyCourseLine:
    enrolment: Enrolment
    seconds: int
    finished: int
    seen_at: datetime | None
    attempts: int

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


def my_course_lines(actor: Actor) -> list[MyCourseLine]:
    """What the person takes, with counted time; two queries."""
    rows: Any = (
        Enrolment.objects.filter(user=actor.user, state__in=LEARNING)
        .select_related("run__course__library", "run__teacher")
        .annotate(
            seconds=Sum("progress__seconds"),
            finished=Count("progress", filter=Q(progress__completed_at__isnull=False)),
            seen_at=Max("progress__last_at"),
        )
        .order_by("-run__opens_on", "-id")
    )
    rows = list(rows)
    attempts = dict(
        RunAttempt.objects.filter(enrolment__in=rows)
        .order_by()
        .values("enrolment")
        .annotate(n=Count("pk"))
        .values_list("enrolment", "n")
    )
    return [MyCourseLine(row, row.seconds or 0, row.finished, row.seen_at, attempts.get(row.pk, 0)) for row in rows]


def my_days(actor: Actor, today: date) -> list[tuple[date, int]]:
    """Every day of the last twelve weeks with how many acts are recorded of the person, days without any at 0."""
    if actor.user is None:
        return []
    hot = settings.ZYK_RECORDS_HOT_DAYS
    days = min(LOOKED_BACK_DAYS, hot) if hot > 0 else LOOKED_BACK_DAYS
    first = today - timedelta(days=days - 1)
    since = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    rows = statements_of(actor.user.uuid).filter(timestamp__gte=since).order_by()
    counts = dict(
        rows.annotate(day=TruncDate("timestamp")).values("day").annotate(n=Count("pk")).values_list("day", "n")
    )
    return [(day, counts.get(day, 0)) for n in range(days) if (day := first + timedelta(days=n))]


def my_results(actor: Actor) -> list[Grade]:
    """Grades of the person's own attempts in his classes, newest first."""
    rows = Grade.objects.filter(attempt__user=actor.user, attempt__in_run__isnull=False)
    return list(
        rows.select_related("attempt__assessment", "attempt__in_run__enrolment__run").order_by(
            "-attempt__submitted_at"
        )[:20]
    )
