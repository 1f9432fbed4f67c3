"""What several pages of this context share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from zyk.accounts.actor import actor_in
from zyk.assessment.models import Assessment, QuestionBank
from zyk.assessment.queries import banks_of, editable_courses


def own_bank(request: HttpRequest, uuid: Any) -> QuestionBank:
    """A bank of a library one builds; for everybody else it does not exist."""
    return get_object_or_404(banks_of(actor_in(request)), uuid=uuid)


def own_assessment(request: HttpRequest, uuid: Any) -> Assessment:
    rows = Assessment.objects.filter(course__in=editable_courses(actor_in(request)).values("pk"))
    return get_object_or_404(rows.select_related("course__library", "module"), uuid=uuid)


def said_of(error: ValidationError) -> str:
    return " ".join(error.messages)
