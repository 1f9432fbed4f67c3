"""When an enrolment is completed: every required item done, every assessment of the course passed,
and the mean of the best grades at or over the run's pass mark."""

from dataclasses import dataclass

from django.db.models import Max, Q

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
        whole = self.items_required + self.assessments
        return round((self.items_done + self.assessments_passed) * 100 / whole) if whole else 0

    def is_complete(self, pass_percent: int) -> bool:
        return (
            self.items_required + self.assessments > 0
            and self.items_done == self.items_required
            and self.assessments_passed == self.assessments
            and (self.percent is None or self.percent >= pass_percent)
        )


def standing_of(enrolment: Enrolment) -> Standing:
    """Four queries, whatever the size of the course."""
    required = ModuleItem.objects.filter(
        module__course=enrolment.run.course, is_required=True, resource__state=ResourceState.PUBLISHED
    )
    done = Progress.objects.filter(enrolment=enrolment, item__in=required, completed_at__isnull=False)
    assessments = Assessment.objects.filter(course=enrolment.run.course, state=AssessmentState.PUBLISHED)
    best = (
        Grade.objects.filter(attempt__in_run__enrolment=enrolment, attempt__assessment__in=assessments)
        .values("attempt__assessment")
        .annotate(
            points=Max("points_hundredths"),
            maximum=Max("maximum_hundredths"),
            passed=Max("pk", filter=Q(is_passed=True)),
        )
    )
    grades = list(best)
    count = assessments.count()
    shares = [row["points"] * 100 / row["maximum"] for row in grades if row["maximum"]]
    return Standing(
        items_required=required.count(),
        items_done=done.count(),
        assessments=count,
        assessments_passed=sum(row["passed"] is not None for row in grades),
        percent=round(sum(shares) / count) if count else None,
    )
