from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Province, User
from zyk.common.models import Identified, Timed
from zyk.projects.enums import DualKind, DualState
from zyk.projects.models.application import Application
from zyk.projects.models.cycle import Cycle


class ProvincialRecommendation(Identified):
    """省级推荐: a rank within the province and the letter (推荐公函) that says so."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="recommendation")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="recommendations")
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField(_("推荐顺序"))
    opinion = models.TextField(_("推荐意见"), blank=True)
    letter_number = models.CharField(_("公函文号"), max_length=80)
    letter = models.ForeignKey("media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField()
    recommended_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["province", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "province", "rank"], condition=Q(is_withdrawn=False), name="province_rank_once"
            )
        ]


class ProvinceRank(models.Model):
    """省内排序: the order in which a province means to recommend what it has not recommended yet, 1 first, no gaps."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="province_rank")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+")
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("拟推荐顺序"))

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "province", "position"], name="province_position_once")]


class OfficerRecusal(models.Model):
    """回避: an officer who has declared that an application is not his to handle, and why."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="officer_recusals")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("回避理由"), max_length=300)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "officer"], name="officer_recusal_once")]


class DualRequest(Identified, Timed):
    """双人签署: what one officer asks for with a reason and takes effect once a second officer has signed."""

    State = DualState

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="dual_requests")
    kind = models.CharField(_("事项"), max_length=20, choices=DualKind.choices)
    reason = models.CharField(_("理由"), max_length=1000)
    state = models.CharField(_("状态"), max_length=20, choices=DualState.choices, default=DualState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("asked_by")), name="dual_two_officers"
            ),
            models.UniqueConstraint(
                fields=["application", "kind"], condition=Q(state="asked"), name="dual_request_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.get_kind_display()}"


class PaperReceipt(models.Model):
    """Paper received: the code printed on it must be that of the current revision."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="paper_receipts")
    received_on = models.DateField(_("收到日期"))
    printed_code = models.CharField(_("纸质件校验码"), max_length=64)
    matches = models.BooleanField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-id"]


class FormalCheck(models.Model):
    """形式审查: one finding an item; automatic ones carry what was found."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="formal_checks")
    revision_number = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300)
    is_automatic = models.BooleanField(default=False)
    is_met = models.BooleanField(null=True)
    found = models.CharField(max_length=300, blank=True)
    waiver_reason = models.CharField(_("豁免理由"), max_length=300, blank=True)
    # a waiver counts once a second officer has signed it
    waiver_signed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waiver_signed_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "revision_number", "code"], name="formal_check_once"),
            models.CheckConstraint(
                condition=Q(waiver_signed_by__isnull=True)
                | (Q(checked_by__isnull=False) & ~Q(waiver_signed_by=models.F("checked_by"))),
                name="waiver_two_officers",
            ),
        ]

    @property
    def is_waived(self) -> bool:
        return bool(self.waiver_reason) and self.waiver_signed_by_id is not None

    @property
    def waits_for_signature(self) -> bool:
        return bool(self.waiver_reason) and self.waiver_signed_by_id is None
