from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.creditbank.enums import CredentialLevel, OutcomeKind, OutcomeState
from zyk.creditbank.models.ledger import CreditTransfer
from zyk.learning.models import Enrolment


class Outcome(Identified, Timed):
    """学习成果: what a person has learned, with its evidence; recognised once, then accumulated as credit."""

    State = OutcomeState

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("类型"), max_length=20, choices=OutcomeKind.choices)
    title = models.CharField(_("名称"), max_length=200)
    awarding_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("颁发单位")
    )
    enrolment = models.OneToOneField(Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="outcome")
    credential = models.ForeignKey(
        "catalogue.Credential", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    credential_level = models.CharField(_("等级"), max_length=20, choices=CredentialLevel.choices, blank=True)
    credential_number = models.CharField(_("证书编号"), max_length=80, blank=True)
    evidence = models.ForeignKey("media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    achieved_on = models.DateField(_("取得日期"))
    hours = models.PositiveIntegerField(_("学时"), null=True, blank=True)
    percent = models.PositiveIntegerField(_("成绩（%）"), null=True, blank=True)
    credit_hundredths = models.PositiveIntegerField(_("学分（百分之一）"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=OutcomeState.choices, default=OutcomeState.CLAIMED)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    transfer = models.OneToOneField(CreditTransfer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-achieved_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential", "credential_level", "credential_number"],
                condition=Q(credential__isnull=False) & ~Q(credential_number="") & ~Q(state="refused"),
                name="credential_claimed_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
