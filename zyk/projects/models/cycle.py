from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified, Timed
from zyk.projects.enums import CycleState
from zyk.rulebook.models import Rulebook


class Cycle(Identified, Timed):
    """年度工作: one year's round, opened from that year's rulebook, which is frozen by it."""

    State = CycleState
    VERBS: ClassVar = {
        "extend window": _("延长窗口"),
        "set notice days": _("设定公示工作日数"),
    }

    year = models.PositiveIntegerField(_("年度"), unique=True)
    title = models.CharField(_("名称"), max_length=160)
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="cycles")
    notice_working_days = models.PositiveIntegerField(_("公示工作日数"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=CycleState.choices, default=CycleState.PREPARING)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.title


class Window(models.Model):
    """申报窗口: copied from the rulebook when the cycle opens, extended by the ministry when it must.

    Both ends are days in Asia/Shanghai, the last one included."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="windows")
    code = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    opens_on = models.DateField(_("开始"), null=True, blank=True)
    closes_on = models.DateField(_("截止"), null=True, blank=True)
    extension_reason = models.CharField(_("延长理由"), max_length=300, blank=True)

    class Meta:
        ordering = ["closes_on", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="window_once")]

    @property
    def title(self) -> dict[str, str]:
        return {"zh": self.title_zh, "en": self.title_en}
