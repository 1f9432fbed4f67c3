from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.assessment.enums import AssessmentKind, AssessmentState
from zyk.assessment.models.bank import Question
from zyk.common.models import Identified, Timed
from zyk.library.models import Course, Module


class Assessment(Identified, Timed):
    """测验、考试、作业 of a course, standing at the end of a module when it has one."""

    State = AssessmentState

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="assessments")
    module = models.ForeignKey(Module, null=True, blank=True, on_delete=models.SET_NULL, related_name="assessments")
    kind = models.CharField(_("类别"), max_length=20, choices=AssessmentKind.choices, default=AssessmentKind.QUIZ)
    title = models.CharField(_("名称"), max_length=160)
    instructions = models.TextField(_("说明"), blank=True)
    attempts_allowed = models.PositiveIntegerField(_("可作答次数"), null=True, blank=True)
    time_limit_minutes = models.PositiveIntegerField(_("限时（分钟）"), null=True, blank=True)
    pass_percent = models.PositiveIntegerField(_("及格线（%）"), default=60)
    state = models.CharField(_("状态"), max_length=20, choices=AssessmentState.choices, default=AssessmentState.DRAFT)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class AssessmentQuestion(models.Model):
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="cited_in")
    position = models.PositiveIntegerField()
    points_hundredths = models.PositiveIntegerField(default=100)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="assessment_question_once")]
