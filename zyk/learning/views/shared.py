"""What several pages of this context share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from zyk.accounts.actor import actor_in
from zyk.learning.models import CourseRun, Enrolment
from zyk.learning.queries import LEARNING, taught_runs


def taught_run(request: HttpRequest, uuid: Any) -> CourseRun:
    """A run one teaches; for everybody else it does not exist."""
    return get_object_or_404(taught_runs(actor_in(request)), uuid=uuid)


def own_enrolment(request: HttpRequest, uuid: Any) -> Enrolment:
    """One's own place in a run."""
    rows = Enrolment.objects.filter(user=actor_in(request).user, state__in=LEARNING)
    return get_object_or_404(rows.select_related("run__course__library", "run__teacher", "user"), uuid=uuid)


def said_of(error: ValidationError) -> str:
    return " ".join(error.messages)
