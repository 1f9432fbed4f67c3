from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.alliance.enums import AgreementState
from zyk.alliance.models.alliance import Alliance, AllianceMember
from zyk.common.models import Identified, Timed


class Agreement(Identified, Timed):
    """共建共享协议: what the members promise each other; in force when every party has signed."""

    State = AgreementState
    VERBS: ClassVar = {
        "create": pgettext_lazy("audit trail", "起草协议"),
        "sign": pgettext_lazy("audit trail", "签署协议"),
    }

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(_("名称"), max_length=160)
    terms = models.TextField(_("主要条款"))
    file = models.ForeignKey(
        "media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("协议文件")
    )
    starts_on = models.DateField(_("生效日期"))
    ends_on = models.DateField(_("到期日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFT)

    class Meta:
        verbose_name = _("共建共享协议")
        ordering = ["-starts_on", "-id"]

    def __str__(self) -> str:
        return self.title


class AgreementSignature(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    member = models.ForeignKey(AllianceMember, on_delete=models.PROTECT, related_name="signatures")
    signed_by_name = models.CharField(_("签署人"), max_length=80)
    signed_at = models.DateTimeField(_("签署时间"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "member"], name="agreement_signed_once")]
