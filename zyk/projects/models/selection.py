from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.library.models import Library
from zyk.projects.enums import BatchState, Outcome, ReconsiderationGround, ReconsiderationState
from zyk.projects.models.application import Application
from zyk.projects.models.cycle import Cycle


class DecisionBatch(Identified, Timed):
    """决定批次: decided together, countersigned by a second officer, published in one act."""

    State = BatchState
    VERBS: ClassVar = {"decide": _("拟定决定"), "take-out": _("移出批次"), "draw-line": _("划线")}

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="batches")
    title = models.CharField(_("名称"), max_length=160)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    budget_ceiling_fen = models.BigIntegerField(_("部本专项总额上限（分）"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=BatchState.choices, default=BatchState.DRAFTING)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    countersigned_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=models.F("drafted_by")),
                name="batch_two_officers",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    batch = models.ForeignKey(DecisionBatch, on_delete=models.CASCADE, related_name="decisions")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome.choices)
    amount_fen = models.BigIntegerField(_("部本专项支持（分）"), null=True, blank=True)
    grounds = models.TextField(_("理由"), blank=True)

    class Meta:
        ordering = ["application__number"]
        constraints = [models.UniqueConstraint(fields=["batch", "application"], name="decision_once")]


class PoolEntry(Identified):
    """备选项目库 of a year: the library's place in it, and the basis of next year's exemption."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="pool")
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="pool_entries")
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="pool_entry"
    )
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["library__name", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "library"], name="pool_entry_once")]


class DecisionLetter(Identified):
    """结果通知书: the text each lead host gets, fixed in the act of publication; drawn up as a document when opened."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    number = models.CharField(_("文号"), max_length=80)
    addressee = models.CharField(_("致"), max_length=160)
    paragraphs = models.JSONField(default=list)
    signed = models.CharField(_("落款"), max_length=160)
    issued_on = models.DateField(_("日期"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]


class Reconsideration(Identified, Timed):
    """复核: a lead host says that the procedure was at fault; two officers reopen the decision, or refuse."""

    State = ReconsiderationState

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reconsiderations")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reconsiderations")
    ground = models.CharField(_("理由类别"), max_length=20, choices=ReconsiderationGround.choices)
    text = models.TextField(_("事实与依据"))
    state = models.CharField(
        _("状态"), max_length=20, choices=ReconsiderationState.choices, default=ReconsiderationState.FILED
    )
    filed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(_("答复"), blank=True)
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=["filed", "proposed"]), name="reconsideration_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="granted")
                | (
                    Q(proposed_by__isnull=False)
                    & Q(answered_by__isnull=False)
                    & ~Q(answered_by=models.F("proposed_by"))
                ),
                name="reconsideration_two_officers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.get_ground_display()}"
