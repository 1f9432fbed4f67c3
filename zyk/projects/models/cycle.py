from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Province, User
from zyk.common.models import Identified, Timed
from zyk.projects.enums import CycleState, ExtensionScope
from zyk.rulebook.models import Rulebook

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Cycle(Identified, Timed):
    """年度工作: one year's round, opened from that year's rulebook, which is frozen by it."""

    State = CycleState
    VERBS: ClassVar = {
        "extend window": _("延长窗口"),
        "grant extension": _("准予延期"),
        "set notice days": _("设定公示工作日数"),
        "set switches": _("设定流程开关"),
        "rank": _("省内排序"),
    }

    year = models.PositiveIntegerField(_("年度"), unique=True)
    title = models.CharField(_("名称"), max_length=160)
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="cycles")
    notice_working_days = models.PositiveIntegerField(_("公示工作日数"), null=True, blank=True)
    # the notice leaves open whether upgrade projects are recommended and laid open; None follows the rulebook
    upgrade_needs_recommendation = models.BooleanField(_("升级改进项目须经省级推荐"), null=True, blank=True)
    upgrade_needs_notice = models.BooleanField(_("升级改进项目须经材料公示"), null=True, blank=True)
    contents_sealed = models.BooleanField(_("截止前封存申请内容"), default=False)
    reconsideration_working_days = models.PositiveIntegerField(_("复核申请期限（工作日）"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=CycleState.choices, default=CycleState.PREPARING)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.title


class Window(models.Model):
    """申报窗口: copied from the rulebook when the cycle opens, extended by the ministry when it must.

    Both ends are days in Asia/Shanghai, the last one included. What people are told is the due time; acts are taken
    until the hard close, `grace_minutes` later."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="windows")
    code = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    opens_on = models.DateField(_("开始"), null=True, blank=True)
    closes_on = models.DateField(_("截止"), null=True, blank=True)
    closes_time = models.TimeField(_("截止时刻"), null=True, blank=True)  # None: the end of that day
    grace_minutes = models.PositiveIntegerField(_("宽限（分钟）"), default=0)
    extension_reason = models.CharField(_("延长理由"), max_length=300, blank=True)

    class Meta:
        ordering = ["closes_on", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="window_once")]

    @property
    def opens_at(self) -> datetime | None:
        return None if self.opens_on is None else datetime.combine(self.opens_on, time(), SHANGHAI)

    def due_at(self, closes_on: date | None = None) -> datetime | None:
        """The moment people are told, of this window or of one that lasts until another day."""
        day = closes_on or self.closes_on
        if day is None:
            return None
        if self.closes_time is None:
            return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
        return datetime.combine(day, self.closes_time, SHANGHAI)

    def hard_close_at(self, closes_on: date | None = None) -> datetime | None:
        """The first moment at which nothing is taken any more."""
        due = self.due_at(closes_on)
        return None if due is None else due + timedelta(minutes=self.grace_minutes)

    @property
    def title(self) -> dict[str, str]:
        return {"zh": self.title_zh, "en": self.title_en}


class Extension(models.Model):
    """延期: more time in one window, for everybody, for one province or for one application; never taken back."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="extensions")
    scope = models.CharField(_("范围"), max_length=20, choices=ExtensionScope.choices)
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        "projects.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="extensions"
    )
    before = models.DateField(_("原截止日期"), null=True)
    closes_on = models.DateField(_("新的截止日期"))
    reason = models.CharField(_("理由"), max_length=300)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="all", province__isnull=True, application__isnull=True)
                | Q(scope="province", province__isnull=False, application__isnull=True)
                | Q(scope="application", province__isnull=True, application__isnull=False),
                name="extension_names_its_scope",
            )
        ]
