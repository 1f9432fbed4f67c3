"""When an enrolment is completed: every required item done, every assessment of the course passed,
and the mean of the best grades at or over the run's pass mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q

from zyk.assessment.enums import AssessmentState
from zyk.assessment.models import Assessment, Grade
from zyk.learning.models import Enrolment, Progress
from zyk.library.enums import ResourceState
from zyk.library.models import ModuleItem


@dataclass(frozen=True)
class Standing:
    """Where a learner stands in a run. `percent` is the mean of the best grades, None without assessments."""

    items_required: int
    items_done: int
    assessments: int
    assessments_passed: int
    percent: int | None

    @property
    def progress_percent(self) -> int:
        """Rounded down, so that 100 means all of it."""
        whole = self.items_required + self.assessments
        return (self.items_done + self.assessments_passed) * 100 // whole if whole else 0

    @property
    def items_missing(self) -> int:
        return self.items_required - self.items_done

    @property
    def assessments_missing(self) -> int:
        return self.assessments - self.assessments_passed

    def is_complete(self, pass_percent: int) -> bool:
        return (
            self.items_required + self.assessments > 0
            and self.items_done == self.items_required
            and self.assessments_passed == self.assessments
            and (self.percent is None or self.percent >= pass_percent)
        )


def standing_of(enrolment: Enrolment) -> Standing:
    return standings_of([enrolment])[enrolment.pk]


def standings_of(enrolments: Sequence[Enrolment]) -> dict[int, Standing]:
    """By enrolment id; four queries, whatever the number of people and the size of the courses.
    The enrolments come with their run."""
    courses = {enrolment.run.course_id for enrolment in enrolments}
    pks = [enrolment.pk for enrolment in enrolments]
    required = _counted(
        ModuleItem.objects.filter(
            module__course__in=courses, is_required=True, resource__state=ResourceState.PUBLISHED
        ).values_list("module__course")
    )
    done = _counted(
        Progress.objects.filter(
            enrolment__in=pks,
            completed_at__isnull=False,
            item__is_required=True,
            item__resource__state=ResourceState.PUBLISHED,
            item__module__course=F("enrolment__run__course"),
        ).values_list("enrolment")
    )
    assessments = _counted(
        Assessment.objects.filter(course__in=courses, state=AssessmentState.PUBLISHED).order_by().values_list("course")
    )
    best = _best_grades(pks)
    return {
        enrolment.pk: _standing(
            required.get(enrolment.run.course_id, 0),
            done.get(enrolment.pk, 0),
            assessments.get(enrolment.run.course_id, 0),
            best.get(enrolment.pk, []),
        )
        for enrolment in enrolments
    }


def _standing(required: int, done: int, assessments: int, grades: list[tuple[float, bool]]) -> Standing:
    return Standing(
        items_required=required,
        items_done=done,
        assessments=assessments,
        assessments_passed=sum(is_passed for _share, is_passed in grades),
        percent=int(sum(share for share, _passed in grades) / assessments + 0.5) if assessments else None,
    )


def _best_grades(enrolments: list[int]) -> dict[int, list[tuple[float, bool]]]:
    """For each enrolment the best share (percent) of each assessment, and whether one attempt passed."""
    rows = (
        Grade.objects.filter(
            attempt__in_run__enrolment__in=enrolments, attempt__assessment__state=AssessmentState.PUBLISHED
        )
        .order_by()
        .values_list("attempt__in_run__enrolment", "attempt__assessment")
        .annotate(
            points=Max("points_hundredths"),
            maximum=Max("maximum_hundredths"),
            passed=Max("pk", filter=Q(is_passed=True)),
        )
    )
    found: dict[int, list[tuple[float, bool]]] = {}
    for enrolment, _assessment, points, maximum, passed in rows:
        found.setdefault(enrolment, []).append((points * 100 / maximum if maximum else 0, passed is not None))
    return found


def _counted(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().annotate(count=Count("pk")))
