from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Province, User
from zyk.common.models import Identified
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
    checked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "revision_number", "code"], name="formal_check_once")
        ]
