from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.projects.enums import Direction, FundSource, ReportState
from zyk.projects.models.project import Project


class QuarterReport(Identified, Timed):
    """预算执行季报: cumulative amounts received and spent at the end of a quarter."""

    State = ReportState

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="quarter_reports")
    year = models.PositiveIntegerField(_("年"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    due_on = models.DateField(_("填报期限"), null=True, blank=True)
    note = models.TextField(_("说明"), blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=ReportState.choices, default=ReportState.UNFILLED)
    filled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "quarter"], name="quarter_report_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="quarter_one_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year} Q{self.quarter}"


class QuarterAmount(models.Model):
    """Received: per source (line_code empty). Spent: per source × first-level spending line."""

    report = models.ForeignKey(QuarterReport, on_delete=models.CASCADE, related_name="amounts")
    direction = models.CharField(max_length=20, choices=Direction.choices)
    source = models.CharField(max_length=20, choices=FundSource.choices)
    line_code = models.CharField(max_length=40, blank=True)
    amount_fen = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "direction", "source", "line_code"], name="quarter_amount_once"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="quarter_amount_not_negative"),
        ]


class ReportAct(models.Model):
    """One row per act on a report: every level's decision and opinion stay readable after a second return."""

    report = models.ForeignKey(QuarterReport, on_delete=models.PROTECT, related_name="acts")
    to_state = models.CharField(max_length=20, choices=ReportState.choices)
    opinion = models.TextField(_("意见"), blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    capacity = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
