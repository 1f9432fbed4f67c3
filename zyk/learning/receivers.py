"""News from below: a grade inside a run may complete it."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from zyk.assessment.models import Attempt
from zyk.assessment.signals import attempt_graded
from zyk.learning.actions.progress import settle_completion
from zyk.learning.models import RunAttempt


@receiver(attempt_graded, dispatch_uid="learning-settle-after-grade")
def settle_after_grade(attempt: Attempt, **_: Any) -> None:
    in_run = RunAttempt.objects.filter(attempt=attempt).select_related("enrolment").first()
    if in_run:
        settle_completion(in_run.enrolment, at=timezone.now())
