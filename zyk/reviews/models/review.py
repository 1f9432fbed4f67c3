from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified, Timed
from zyk.reviews.enums import Recommendation, ReviewState, RevisionCause
from zyk.reviews.models.dossier import Dossier
from zyk.reviews.models.expert import Expert
from zyk.reviews.models.panel import Panel

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, actor: "Actor") -> "ReviewQuerySet":
        """An expert sees his own; the ministry sees all. Applicants see none."""
        if actor.is_ministry:
            return self
        if actor.user is None:
            return self.none()
        return self.filter(expert__user=actor.user)


class Review(Identified, Timed):
    """评议 of one dossier by one expert. `criteria` is the score sheet as it stood when assigned.

    `alias_number` stands for the dossier in all that an expert sees; it is the same for the whole panel.
    `closed_at` is set when the review of the dossier ended: from then on nothing changes."""

    State = ReviewState
    VERBS: ClassVar = {"reopen-review": _("退回修改评分")}

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="reviews")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="reviews")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="reviews")
    criteria = models.JSONField()
    state = models.CharField(_("状态"), max_length=20, choices=ReviewState.choices, default=ReviewState.ASSIGNED)
    alias_number = models.PositiveIntegerField(_("匿名件号"), default=0)
    closed_at = models.DateTimeField(_("评议结束"), null=True, blank=True)
    opened_at = models.DateTimeField(_("首次打开"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    total = models.DecimalField(_("总分"), max_digits=6, decimal_places=2, null=True, blank=True)
    recommendation = models.CharField(_("建议"), max_length=20, choices=Recommendation.choices, blank=True)
    opinion = models.TextField(_("给申请单位的意见"), blank=True)
    confidential = models.TextField(_("仅供评审组织方的意见"), blank=True)
    recusal_reason = models.CharField(_("回避理由"), max_length=300, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dossier", "expert", "panel"], name="review_once")]
        indexes = [models.Index(fields=["panel", "state"])]

    def __str__(self) -> str:
        return f"{self.dossier} · {self.expert}"


class Score(models.Model):
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion_code = models.CharField(max_length=60)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    justification = models.CharField(_("给分理由"), max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "criterion_code"], name="score_once")]


class ReviewRevision(models.Model):
    """评分的每一次修订: what stood in the sheet when it was kept, never changed or removed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("修订"))
    cause = models.CharField(_("缘由"), max_length=20, choices=RevisionCause.choices)
    content = models.JSONField()
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_revision_once")]
