from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.assessment.enums import AttemptState
from zyk.assessment.models.assessment import Assessment, AssessmentQuestion
from zyk.common.models import Identified


class Attempt(Identified):
    State = AttemptState

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="attempts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=AttemptState.choices, default=AttemptState.IN_PROGRESS)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["assessment", "user"], condition=Q(state=AttemptState.IN_PROGRESS), name="one_open_attempt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.user} · {self.number}"


class Answer(models.Model):
    """What was answered; `points_hundredths` is None until judged."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(AssessmentQuestion, on_delete=models.PROTECT, related_name="answers")
    given = models.JSONField(default=list)
    points_hundredths = models.PositiveIntegerField(null=True, blank=True)
    comment = models.TextField(_("评语"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "item"], name="answer_once")]


class Grade(models.Model):
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="grade")
    points_hundredths = models.PositiveIntegerField()
    maximum_hundredths = models.PositiveIntegerField()
    is_passed = models.BooleanField()
    graded_at = models.DateTimeField()
    graded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.TextField(blank=True)
