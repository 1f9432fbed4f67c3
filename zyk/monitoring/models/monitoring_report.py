from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified
from zyk.library.models import Library
from zyk.monitoring.enums import ReportState

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class MonitoringReportQuerySet(models.QuerySet["MonitoringReport"]):
    def visible_to(self, actor: "Actor") -> "MonitoringReportQuerySet":
        """The ministry and the operator see all; a province those of its units; a unit its own."""
        if actor.is_ministry or actor.is_any(Role.OPERATOR):
            return self
        if actor.is_any(Role.PROVINCE_OFFICER) and actor.province_id:
            return self.filter(organisation__province_id=actor.province_id)
        if actor.is_any(*HOST_ROLES, Role.UNIT_ADMINISTRATOR) and actor.organisation_id:
            return self.filter(organisation=actor.organisation_id)
        return self.none()


class MonitoringReport(Identified):
    """监测报告: the figures of a library, or of all a unit leads, for a period, sent down to the host.

    `content` is written once, when the report is sent; PDF and workbook are made of it and of nothing else."""

    State = ReportState
    VERBS: ClassVar = {"send_report": _("下发监测报告"), "confirm_report": _("确认收到监测报告")}

    library = models.ForeignKey(Library, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period_from = models.DateField(_("自"))
    period_until = models.DateField(_("至"))
    is_monthly = models.BooleanField(default=False)
    message = models.CharField(_("随文说明"), max_length=1000, blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=20, choices=ReportState.choices, default=ReportState.SENT)
    sent_at = models.DateTimeField(_("下发时间"))
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    received_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reply = models.CharField(_("回复"), max_length=1000, blank=True)

    objects = MonitoringReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("监测报告")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(period_until__gte=F("period_from")), name="report_period_in_order"),
            models.UniqueConstraint(
                fields=["library", "period_from"], condition=Q(is_monthly=True), name="monthly_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.library or self.organisation} · {self.period_from} – {self.period_until}"


class MonthlySending(Identified):
    """按月下发: whether the ministry, or a province for its hosts, sends each library's report every month."""

    VERBS: ClassVar = {"switch_monthly": _("设置按月下发")}

    sender = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=False)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("按月下发")

    def __str__(self) -> str:
        return str(self.sender)
