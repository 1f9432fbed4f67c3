from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.library.models import Library
from zyk.monitoring.models import Baseline, Computation
from zyk.projects.enums import AcceptanceState, Conclusion, DutyState, ExitReviewState, RectificationState
from zyk.projects.models.cycle import Cycle
from zyk.projects.models.project import Project
from zyk.reviews.models import Dossier, Panel, PublicNotice


class Acceptance(Identified, Timed):
    """验收 of a project in a cycle. The panel concludes; the indicators only propose.

    `texts` are the host's words by section of the self-review; `figures` stand between them, frozen on the day it was
    handed in. `panel_conclusion` is what the panel found; `conclusion` is it once the ministry published it.
    `vetoes` are the reasons the rulebook names against passing, as they stood when the panel concluded."""

    State = AcceptanceState

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="acceptances")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="acceptances")
    attempt = models.PositiveIntegerField(default=1)
    due_on = models.DateField(_("完成期限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=30, choices=AcceptanceState.choices, default=AcceptanceState.DUE)
    texts = models.JSONField(_("自评报告"), default=dict)
    texts_version = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    computation = models.ForeignKey(Computation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dossier = models.OneToOneField(Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(PublicNotice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    panel_conclusion = models.CharField(_("专家组结论"), max_length=20, choices=Conclusion.choices, blank=True)
    vetoes = models.JSONField(default=list)
    despite_vetoes = models.TextField(_("仍建议通过的理由"), blank=True)
    requirements = models.TextField(_("整改要求"), blank=True)
    rectify_by = models.DateField(_("整改期限"), null=True, blank=True)
    document_number = models.CharField(_("公布文号"), max_length=80, blank=True)
    conclusion = models.CharField(_("结论"), max_length=20, choices=Conclusion.choices, blank=True)
    opinion = models.TextField(_("专家组意见"), blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    postponement_reason = models.TextField(_("延期理由"), blank=True)
    postponed_to = models.DateField(_("延期至"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "attempt"], name="acceptance_attempt_once"),
            models.CheckConstraint(
                condition=models.Q(conclusion="") | models.Q(state=AcceptanceState.CONCLUDED),
                name="conclusion_only_when_concluded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.attempt}"


class AcceptanceMaterial(Timed):
    """验收材料: a file for one slot of the rulebook's list."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="materials")
    slot = models.CharField(max_length=60)
    file = models.ForeignKey("media.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)

    class Meta:
        ordering = ["slot", "id"]
        constraints = [models.UniqueConstraint(fields=["acceptance", "slot", "file"], name="material_once")]


class Rectification(Identified, Timed):
    """整改 after 暂缓通过: plan, due date, proof; done leads to the next attempt."""

    State = RectificationState

    acceptance = models.OneToOneField(Acceptance, on_delete=models.PROTECT, related_name="rectification")
    requirements = models.TextField(_("整改要求"))
    due_on = models.DateField(_("整改期限"))
    plan = models.TextField(_("整改方案"), blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    report = models.TextField(_("整改报告"), blank=True)
    proof = models.ForeignKey("media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=20, choices=RectificationState.choices, default=RectificationState.OPEN
    )

    def __str__(self) -> str:
        return str(self.acceptance)


class YearlyDuty(Identified, Timed):
    """验收后年度义务: at least the rulebook's share of new or updated resources, and of new users, each year."""

    State = DutyState

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="yearly_duties")
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="duties")
    year = models.PositiveIntegerField(_("年度"))
    code = models.CharField(max_length=60)
    threshold = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    achieved = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    measured_on = models.DateField(_("统计至"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=DutyState.choices, default=DutyState.OPEN)

    class Meta:
        ordering = ["-year", "code"]
        constraints = [models.UniqueConstraint(fields=["library", "year", "code"], name="duty_once")]

    def __str__(self) -> str:
        return f"{self.library} {self.year} {self.code}"


class ExitReview(Identified, Timed):
    """退出评估: opened when a yearly duty is breached, one for a library and year; the host answers, the ministry
    decides."""

    State = ExitReviewState

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="exit_reviews")
    year = models.PositiveIntegerField(_("年度"))
    answer = models.TextField(_("主持单位说明"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(_("评估意见"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=ExitReviewState.choices, default=ExitReviewState.OPEN)

    class Meta:
        ordering = ["-year", "id"]
        constraints = [models.UniqueConstraint(fields=["library", "year"], name="exit_review_once")]

    def __str__(self) -> str:
        return f"{self.library} {self.year}"
