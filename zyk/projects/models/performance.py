from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.projects.enums import PerformanceState
from zyk.projects.models.project import Project


class PerformanceReview(Identified, Timed):
    """绩效评价 of one period (each year and the end): self-review, then an evaluator's points by the rulebook's sheet.

    `period` is a code of the rulebook; `criteria` is the sheet as it stood; `figures` are the targets with the actual
    values of the day the self-review was handed in."""

    State = PerformanceState

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="performance_reviews")
    period = models.CharField(_("评价期"), max_length=40)
    criteria = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    self_review = models.TextField(_("自评说明"), blank=True)
    self_points = models.JSONField(default=dict)
    self_reviewed_at = models.DateTimeField(null=True, blank=True)
    points = models.JSONField(default=dict)
    opinion = models.TextField(_("评价意见"), blank=True)
    score = models.DecimalField(_("得分"), max_digits=5, decimal_places=2, null=True, blank=True)
    evaluated_at = models.DateTimeField(null=True, blank=True)
    evaluated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("状态"), max_length=20, choices=PerformanceState.choices, default=PerformanceState.OPEN)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "period"], name="performance_review_once")]

    def __str__(self) -> str:
        return f"{self.project} · {self.period}"
