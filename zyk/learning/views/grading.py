"""Marking essays in one's own runs."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.assessment.enums import AttemptState
from zyk.assessment.models import Attempt
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.learning.actions import grade_in_run
from zyk.learning.queries import attempts_to_see, waiting_attempts
from zyk.learning.views.shared import said_of


@audience(Role.TEACHER)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits to be marked in one's runs, oldest first."""
    page = page_of(request, waiting_attempts(actor_in(request)))
    return render(request, "learning/waiting.html", {"page": page})


@audience(Role.TEACHER)
@require_http_methods(["GET", "POST"])
@once
def grading(request: HttpRequest, uuid: Any) -> HttpResponse:
    """One attempt with the key; essays get points and a comment."""
    actor = actor_in(request)
    one = get_object_or_404(attempts_to_see(actor), uuid=uuid)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            points, comments = _given_in(request, one)
            grade_in_run(one, points=points, comments=comments, actor=actor, at=timezone.now())
            messages.success(request, _("已批改，成绩已告知学习者。"))
            return _onward(request)
        except ValidationError as refusal:
            errors = refusal.message_dict if hasattr(refusal, "error_dict") else {}
            messages.error(request, said_of(refusal) if not errors else _("请补全分数后再提交。"))
    context = {
        "attempt": one,
        "enrolment": one.in_run.enrolment,
        "run": one.in_run.enrolment.run,
        "typed": request.POST.dict(),
        "errors": errors,
        "is_waiting": one.state == AttemptState.SUBMITTED,
        "left": waiting_attempts(actor).count(),
    }
    return render(request, "learning/grading.html", context)


def _onward(request: HttpRequest) -> HttpResponse:
    following = waiting_attempts(actor_in(request)).first()
    return redirect("learning:grading", following.uuid) if following else redirect("learning:waiting")


def _given_in(request: HttpRequest, one: Attempt) -> tuple[dict[int, int], dict[int, str]]:
    """What was typed: points in hundredths (-1 for what is no number) and comments, by item id."""
    points, comments = {}, {}
    for pk in one.assessment.items.values_list("pk", flat=True):
        text = request.POST.get(f"points-{pk}", "").strip()
        if text:
            points[pk] = _hundredths(text)
        comments[pk] = request.POST.get(f"comment-{pk}", "").strip()[:5000]
    return points, comments


def _hundredths(text: str) -> int:
    try:
        return int(Decimal(text) * 100)
    except (InvalidOperation, ValueError, OverflowError):
        return -1
