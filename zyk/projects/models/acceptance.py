from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.library.models import Library
from zyk.monitoring.models import Baseline, Computation
from zyk.projects.enums import AcceptanceState, Conclusion, DutyState, RectificationState
from zyk.projects.models.cycle import Cycle
from zyk.projects.models.project import Project
from zyk.reviews.models import Dossier


class Acceptance(Identified, Timed):
    """验收 of a project in a cycle. The panel concludes; the indicators only propose."""

    State = AcceptanceState

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="acceptances")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="acceptances")
    attempt = models.PositiveIntegerField(default=1)
    due_on = models.DateField(_("完成期限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=30, choices=AcceptanceState.choices, default=AcceptanceState.DUE)
    self_review = models.TextField(_("自评报告"), blank=True)
    computation = models.ForeignKey(Computation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dossier = models.OneToOneField(Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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


class Rectification(Identified, Timed):
    """整改 after 暂缓通过: plan, due date, proof; done leads to the next attempt."""

    State = RectificationState

    acceptance = models.OneToOneField(Acceptance, on_delete=models.PROTECT, related_name="rectification")
    requirements = models.TextField(_("整改要求"))
    due_on = models.DateField(_("整改期限"))
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
