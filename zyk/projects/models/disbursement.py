from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified, Timed
from zyk.projects.enums import DisbursementState
from zyk.projects.models.project import Project


class Disbursement(Identified, Timed):
    """拨款: one payment of ministry money (部本专项) to the lead host."""

    State = DisbursementState

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="disbursements")
    number = models.PositiveIntegerField(_("批次"))
    amount_fen = models.BigIntegerField(_("金额（分）"))
    planned_on = models.DateField(_("计划拨付日"), null=True, blank=True)
    document_number = models.CharField(_("拨款文号"), max_length=80, blank=True)
    paid_on = models.DateField(_("拨付日期"), null=True, blank=True)
    received_on = models.DateField(_("到账日期"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=20, choices=DisbursementState.choices, default=DisbursementState.PLANNED
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="disbursement_number_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="disbursement_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.number}"
