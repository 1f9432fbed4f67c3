from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.library.models import Library
from zyk.projects.enums import BatchState, Outcome
from zyk.projects.models.application import Application
from zyk.projects.models.cycle import Cycle


class DecisionBatch(Identified, Timed):
    """决定批次: decided together, countersigned by a second officer, published in one act."""

    State = BatchState
    VERBS: ClassVar = {"decide": _("拟定决定"), "take-out": _("移出批次")}

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
