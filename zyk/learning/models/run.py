from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.learning.enums import EnrolmentState, RunState
from zyk.library.models import Course

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    def visible_to(self, actor: "Actor") -> "CourseRunQuerySet":
        """Public runs that are open; runs of the actor's own unit; runs he teaches or learns in."""
        seen = Q(is_public=True) & ~Q(state=RunState.PLANNED)
        if actor.user:
            seen |= Q(teacher=actor.user)
            seen |= Q(
                pk__in=self.model.objects.filter(
                    enrolments__user=actor.user,
                    enrolments__state__in=[EnrolmentState.ENROLLED, EnrolmentState.COMPLETED],
                ).values("pk")
            )
        if actor.organisation_id:
            seen |= Q(organisation_id=actor.organisation_id) & ~Q(state=RunState.PLANNED)
        return self.filter(seen)


class CourseRun(Identified, Timed):
    """教学班: one teaching of a course by one teacher."""

    State = RunState

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="runs")
    title = models.CharField(_("名称"), max_length=160)
    teacher = models.ForeignKey(User, on_delete=models.PROTECT, related_name="taught_runs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="course_runs")
    opens_on = models.DateField(_("开课日期"))
    closes_on = models.DateField(_("结课日期"))
    is_public = models.BooleanField(_("对社会开放"), default=False)
    pass_percent = models.PositiveIntegerField(_("结课及格线（%）"), default=60)
    state = models.CharField(_("状态"), max_length=20, choices=RunState.choices, default=RunState.PLANNED)

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="run_dates_in_order")
        ]

    def __str__(self) -> str:
        return self.title
