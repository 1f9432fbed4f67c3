from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import UserKind
from zyk.accounts.models import Organisation, User
from zyk.assessment.models import Attempt
from zyk.common.models import Identified, Timed
from zyk.learning.enums import EnrolmentState
from zyk.learning.models.run import CourseRun
from zyk.library.models import ModuleItem


class Enrolment(Identified, Timed):
    """选课: one person in one run, with the kind and unit he had then."""

    State = EnrolmentState

    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="enrolments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    user_kind = models.CharField(max_length=20, choices=UserKind.choices)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=20, choices=EnrolmentState.choices, default=EnrolmentState.ENROLLED)
    completed_at = models.DateTimeField(null=True, blank=True)
    final_percent = models.PositiveIntegerField(_("总评（%）"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "user"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.run}"


class Progress(models.Model):
    """学习进度 on one item: seconds are counted by the server's own clock from heartbeats."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    item = models.ForeignKey(ModuleItem, on_delete=models.CASCADE, related_name="progress")
    first_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "item"], name="progress_once")]


class RunAttempt(models.Model):
    """An attempt made inside a run: counts for its grade."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="in_run")


class Note(Timed):
    """笔记: what a learner writes down for himself beside one item; nobody else reads it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="notes")
    item = models.ForeignKey(ModuleItem, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("笔记"), max_length=10_000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "item"], name="note_once")]
