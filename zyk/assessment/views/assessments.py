"""Putting an assessment of a course together."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import Actor, actor_in
from zyk.assessment import actions
from zyk.assessment.enums import AssessmentState, QuestionKind
from zyk.assessment.forms import AssessmentForm
from zyk.assessment.models import Assessment
from zyk.assessment.queries import assessments_of, editable_courses, questions_to_pick
from zyk.assessment.views.shared import own_assessment, said_of
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.library.models import Course


@audience(SIGNED_IN)
@require_GET
def assessments(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Assessments of a course one makes."""
    course = _course(request, uuid)
    return render(request, "assessment/assessments.html", {"course": course, "rows": assessments_of(course)})


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def new_assessment(request: HttpRequest, uuid: Any) -> HttpResponse:
    course, actor = _course(request, uuid), actor_in(request)
    form = AssessmentForm(request.POST or None, course=course)
    if request.method == "POST" and form.is_valid():
        made = actions.create_assessment(course, actor=actor, **form.cleaned_data)
        messages.success(request, _("已建立，请选入试题。"))
        return redirect("assessment:assessment", made.uuid)
    return render(request, "assessment/new_assessment.html", {"course": course, "form": form})


@audience(SIGNED_IN)
@require_GET
def assessment(request: HttpRequest, uuid: Any) -> HttpResponse:
    return _editor(request, own_assessment(request, uuid))


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def settings(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = own_assessment(request, uuid)
    form = AssessmentForm(request.POST or None, instance=own_assessment(request, uuid), course=one.course)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_assessment(one, actor=actor_in(request), **form.cleaned_data)
            messages.success(request, _("设置已保存。"))
            return redirect("assessment:assessment", one.uuid)
        except ValidationError as refusal:
            form.add_error(None, said_of(refusal))
    context = {"assessment": one, "course": one.course, "form": form}
    return render(request, "assessment/new_assessment.html", context)


@audience(SIGNED_IN)
@require_POST
@once
def change(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The points as typed, and one act (`up-7`, `down-7`, `drop-7`) besides."""
    one, actor = own_assessment(request, uuid), actor_in(request)
    try:
        actions.set_points(one, points=_points_in(request, one), actor=actor)
        _act(request.POST.get("act", ""), one, actor)
    except ValidationError as refusal:
        messages.error(request, said_of(refusal))
    return redirect("assessment:assessment", one.uuid)


@audience(SIGNED_IN)
@require_POST
@once
def pick(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = own_assessment(request, uuid)
    chosen = [number for number in request.POST.getlist("question") if number.isdecimal()][:500]
    try:
        added = actions.pick_questions(
            one, questions=list(questions_to_pick(one).filter(pk__in=chosen)), actor=actor_in(request)
        )
        messages.success(request, ngettext("已选入 %(n)d 题。", "已选入 %(n)d 题。", added) % {"n": added})
    except ValidationError as refusal:
        messages.error(request, said_of(refusal))
    return redirect(reverse("assessment:assessment", args=[one.uuid]) + "#pick")


@audience(SIGNED_IN)
@require_POST
@once
def publish(request: HttpRequest, uuid: Any) -> HttpResponse:
    return _moved(request, uuid, actions.publish_assessment, _("已发布，教学班里可以作答了。"))


@audience(SIGNED_IN)
@require_POST
@once
def close(request: HttpRequest, uuid: Any) -> HttpResponse:
    return _moved(request, uuid, actions.close_assessment, _("已关闭，不再接受新的作答。"))


def _moved(request: HttpRequest, uuid: Any, act: Any, done: str) -> HttpResponse:
    one = own_assessment(request, uuid)
    try:
        act(one, actor=actor_in(request))
        messages.success(request, done)
    except ValidationError as refusal:
        messages.error(request, said_of(refusal))
    return redirect("assessment:assessment", one.uuid)


def _editor(request: HttpRequest, one: Assessment) -> HttpResponse:
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "kind", "bank")}
    items = list(one.items.select_related("question"))
    context = chosen | {
        "assessment": one,
        "course": one.course,
        "items": items,
        "total_hundredths": sum(item.points_hundredths for item in items),
        "is_draft": one.state == AssessmentState.DRAFT,
        "page": page_of(
            request,
            questions_to_pick(one, text=chosen["q"], kind=chosen["kind"], bank=chosen["bank"]),
            per_page=20,
        ),
        "banks": one.course.library.question_banks.all(),
        "kinds": QuestionKind.choices,
        "history": history_of(one)[:20],
    }
    return render(request, "assessment/assessment.html", context)


def _course(request: HttpRequest, uuid: Any) -> Course:
    return get_object_or_404(editable_courses(actor_in(request)), uuid=uuid)


def _act(act: str, one: Assessment, actor: Actor) -> None:
    word, _dash, number = act.partition("-")
    item = one.items.filter(pk=int(number)).first() if number.isdecimal() else None
    if item and word == "drop":
        actions.drop_question(item, actor=actor)
    elif item and word in ("up", "down"):
        actions.move_question(item, step=-1 if word == "up" else 1, actor=actor)


def _points_in(request: HttpRequest, one: Assessment) -> dict[int, int]:
    points = {}
    for pk in one.items.values_list("pk", flat=True):
        text = request.POST.get(f"points-{pk}", "")
        try:
            points[pk] = int(Decimal(text) * 100)
        except (InvalidOperation, ValueError, OverflowError) as error:
            raise ValidationError(_("“%(text)s”不是分值，请填数字，如 5 或 2.5。") % {"text": text[:20]}) from error
    return points
