from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.projects.enums import AdjustmentState, BudgetScope
from zyk.projects.models.project import Project


class BudgetAdjustment(Identified, Timed):
    """预算调整: 调整请示, 调整说明 and the new tables; the budget before and after stays readable for good.

    `before` and `after` hold scope → {"form", "lines"}; approval puts what is after in the place of what was before."""

    State = AdjustmentState

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="adjustments")
    number = models.PositiveIntegerField(_("序号"))
    request = models.TextField(_("调整请示"))
    note = models.TextField(_("调整说明"))
    attachment = models.ForeignKey(
        "media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=20, choices=AdjustmentState.choices, default=AdjustmentState.DRAFT)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="adjustment_number_once")]

    def __str__(self) -> str:
        return f"{self.project} · {self.number}"


class AdjustmentWorkbook(models.Model):
    """The new table of one of the three budgets, as uploaded."""

    adjustment = models.ForeignKey(BudgetAdjustment, on_delete=models.CASCADE, related_name="workbooks")
    scope = models.CharField(_("范围"), max_length=20, choices=BudgetScope.choices)
    workbook = models.ForeignKey("media.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["adjustment", "scope"], name="adjustment_workbook_once")]


class AdjustmentAct(models.Model):
    """One row per act on an adjustment, as with quarter reports."""

    adjustment = models.ForeignKey(BudgetAdjustment, on_delete=models.PROTECT, related_name="acts")
    to_state = models.CharField(max_length=20, choices=AdjustmentState.choices)
    opinion = models.TextField(_("意见"), blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    capacity = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
