from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.creditbank.enums import ConversionState, CredentialLevel, OutcomeKind, RuleState
from zyk.creditbank.models.ledger import CreditTransfer
from zyk.creditbank.models.outcome import Outcome
from zyk.library.models import Course


class ConversionRule(Identified, Timed):
    """转换规则: which outcome counts for which course of a school, at which ratio; published before it is used."""

    State = RuleState

    code = models.CharField(_("编号"), max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=160)
    source_kind = models.CharField(_("来源成果类型"), max_length=20, choices=OutcomeKind.choices)
    source_course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_credential = models.ForeignKey(
        "catalogue.Credential", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_level = models.CharField(_("证书等级"), max_length=20, choices=CredentialLevel.choices, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="conversion_rules")
    target_course = models.CharField(_("转换后课程"), max_length=160)
    target_credit_hundredths = models.PositiveIntegerField(_("转换后学分（百分之一）"))
    source_credit_hundredths = models.PositiveIntegerField(_("使用的成果学分（百分之一）"))
    minimum_percent = models.PositiveIntegerField(_("最低成绩（%）"), null=True, blank=True)
    condition = models.TextField(_("适用条件"), blank=True)
    expert_opinion = models.TextField(_("专家意见"), blank=True)
    effective_on = models.DateField(_("生效日期"))
    state = models.CharField(_("状态"), max_length=20, choices=RuleState.choices, default=RuleState.DRAFT)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_credit_hundredths__gt=0) & Q(source_credit_hundredths__gt=0),
                name="conversion_credits_positive",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Conversion(Identified, Timed):
    """转换: one use of a rule on one outcome."""

    State = ConversionState

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="conversions")
    rule = models.ForeignKey(ConversionRule, on_delete=models.PROTECT, related_name="conversions")
    state = models.CharField(
        _("状态"), max_length=20, choices=ConversionState.choices, default=ConversionState.REQUESTED
    )
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    transfer = models.OneToOneField(CreditTransfer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "rule"], condition=~Q(state=ConversionState.REFUSED), name="conversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} → {self.rule.target_course}"
