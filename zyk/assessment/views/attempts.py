"""Taking an attempt, and its result."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.assessment.actions import save_answers, submit_attempt
from zyk.assessment.enums import AttemptState, QuestionKind
from zyk.assessment.models import Attempt
from zyk.assessment.queries import sheet_of
from zyk.assessment.rules.access import deadline_of, is_too_late
from zyk.assessment.views.shared import said_of
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once


@audience(SIGNED_IN)
@require_GET
@never_cache
def attempt(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Questions to answer; once handed in, the result with key and explanation."""
    one = _own_attempt(request, uuid)
    context = {"attempt": one, "assessment": one.assessment, "back": _back(request), "deadline": deadline_of(one)}
    if one.state != AttemptState.IN_PROGRESS:
        grade = getattr(one, "grade", None)
        return render(request, "assessment/result.html", context | {"grade": grade})
    lines = [(line, _blanks(line)) for line in sheet_of(one)]
    context |= {"lines": lines, "is_over": is_too_late(one, timezone.now())}
    return render(request, "assessment/attempt.html", context)


@audience(SIGNED_IN)
@require_POST
def save(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Autosave: a short line saying when, or why not."""
    one = _own_attempt(request, uuid)
    context: dict[str, Any] = {"at": timezone.now()}
    try:
        save_answers(one, given=_given_in(request, one), actor=actor_in(request), at=context["at"])
    except ValidationError as refusal:
        context["refusal"] = said_of(refusal)
    return render(request, "assessment/saved.html", context)


@audience(SIGNED_IN)
@require_POST
@once
def submit(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Keep the answers sent along while there is time, then hand in. Late ones are left out, and said so."""
    one, actor, now = _own_attempt(request, uuid), actor_in(request), timezone.now()
    try:
        if is_too_late(one, now):
            messages.warning(request, _("作答时间已到，按时间截止前保存的答案交卷。"))
        else:
            save_answers(one, given=_given_in(request, one), actor=actor, at=now)
        submit_attempt(one, actor=actor, at=now)
        messages.success(request, _("已交卷。"))
    except ValidationError as refusal:
        messages.error(request, said_of(refusal))
    back = _back(request)
    url = reverse("assessment:attempt", args=[one.uuid])
    return redirect(f"{url}?{urlencode({'next': back})}" if back else url)


def _own_attempt(request: HttpRequest, uuid: Any) -> Attempt:
    """One's own; that of another does not exist."""
    rows = Attempt.objects.filter(user=actor_in(request).user)
    return get_object_or_404(rows.select_related("assessment__course__library", "grade"), uuid=uuid)


def _given_in(request: HttpRequest, one: Attempt) -> dict[int, list[str]]:
    given = {}
    for item in one.assessment.items.select_related("question"):
        name = f"item-{item.pk}"
        if item.question.kind == QuestionKind.FILL:
            given[item.pk] = [request.POST.get(f"{name}-{n}", "") for n in range(len(item.question.answer))]
        else:
            given[item.pk] = [text for text in request.POST.getlist(name)[:20] if text.strip()]
    return given


def _blanks(line: Any) -> list[tuple[int, str]]:
    """(number, what stands in it) for each blank of a fill-in question."""
    if line.question.kind != QuestionKind.FILL:
        return []
    given = [*line.given, *[""] * len(line.question.answer)]
    return [(number, given[number]) for number in range(len(line.question.answer))]


def _back(request: HttpRequest) -> str:
    """Where the person came from: a page of ours, or nowhere."""
    url = request.POST.get("next") or request.GET.get("next", "")
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""
