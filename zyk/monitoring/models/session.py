from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.library.models import Library
from zyk.media.models import StoredFile
from zyk.monitoring.enums import AppealState, Verdict


class Session(Identified):
    """异常会话: one agent's acts in one library without a long pause, that showed enough signs to be kept.

    `actor` is the agent's key among the records; `signals` are the contributions to the score with their figures.
    What is judged anew each time its day is computed keeps its identity by library, agent and beginning."""

    Verdict = Verdict
    VERBS: ClassVar = {"read_sessions": _("查看会话中的个人信息")}

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="sessions")
    actor = models.BigIntegerField()
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation_code = models.CharField(_("单位代码"), max_length=40, blank=True)
    day = models.DateField(_("日期"))
    began_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"))
    first_sequence = models.BigIntegerField()
    last_sequence = models.BigIntegerField()
    acts = models.PositiveIntegerField(_("行为次数"))
    score = models.PositiveSmallIntegerField(_("分值"))
    signals = models.JSONField(default=list)
    codes = models.CharField(max_length=300)  # of the signals, ",burst,lockstep,", to be searched
    verdict = models.CharField(_("结果"), max_length=20, choices=Verdict.choices)
    rulebook_code = models.CharField(max_length=40)
    judged_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("异常会话")
        ordering = ["-began_at", "-id"]
        indexes = [
            models.Index(fields=["library", "day"], name="session_library_day"),
            models.Index(fields=["verdict", "-began_at"], name="session_verdict"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["library", "actor", "began_at"], name="session_once"),
            models.CheckConstraint(condition=Q(ended_at__gte=models.F("began_at")), name="session_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.library} · {self.began_at:%Y-%m-%d %H:%M}"

    @property
    def verdict_tone(self) -> str:
        return Verdict(self.verdict).tone


class SessionCursor(models.Model):
    """How far the records were looked through: one row."""

    last_sequence = models.BigIntegerField(default=0)


class Appeal(Identified, Timed):
    """申诉: a unit explains why sessions were honest use; the ministry decides."""

    State = AppealState
    VERBS: ClassVar = {"file_appeal": _("提出申诉")}

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="appeals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sessions = models.ManyToManyField(Session, related_name="appeals")
    grounds = models.TextField(_("申诉理由"), max_length=4000)
    evidence = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=AppealState.choices, default=AppealState.FILED)
    finding = models.TextField(_("裁定理由"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.library} · {self.created_at:%Y-%m-%d}"
