from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified, Timed
from zyk.projects.enums import BudgetScope, FundSource
from zyk.projects.models.application import Application


class Budget(Identified, Timed):
    """预算 of an application, taken over by its project: total, year 1 or year 2; from the workbook or typed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="budgets")
    scope = models.CharField(_("范围"), max_length=20, choices=BudgetScope.choices, default=BudgetScope.TOTAL)
    form = models.CharField(_("表样"), max_length=20, blank=True)  # "2015", "2016" when read from a workbook
    workbook = models.ForeignKey("media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "scope"], name="budget_scope_once")]


class BudgetLine(models.Model):
    """One amount of the budget: spending line (with its place in the tree) × source × economic class.

    `number` is the line's own, e.g. "2.1"; `line_code` the first-level spending line of the rulebook it belongs to."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    line_code = models.CharField(max_length=40)
    title = models.CharField(_("开支范围"), max_length=200)
    level = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(_("资金来源"), max_length=20, choices=FundSource.choices, blank=True)
    economic_class = models.CharField(_("经济业务分类"), max_length=60, blank=True)
    amount_fen = models.BigIntegerField(_("金额（分）"))

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="budget_amount_not_negative"),
            models.CheckConstraint(
                condition=(Q(source="") & ~Q(economic_class="")) | (~Q(source="") & Q(economic_class="")),
                name="budget_line_by_source_or_class",
            ),
        ]


class PerformanceTarget(models.Model):
    """绩效指标 row of the official form: fixed ones by code, added ones with an empty code."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="performance_targets")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60, blank=True)
    level1 = models.CharField(_("一级指标"), max_length=60)
    level2 = models.CharField(_("二级指标"), max_length=60)
    level3 = models.CharField(_("三级指标"), max_length=120)
    total = models.CharField(_("总体"), max_length=60, blank=True)
    year_1 = models.CharField(_("第一年度"), max_length=60, blank=True)
    year_2 = models.CharField(_("第二年度"), max_length=60, blank=True)

    class Meta:
        ordering = ["position", "id"]
