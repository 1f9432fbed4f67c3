"""Finding a run, joining and leaving it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import ANYONE, SIGNED_IN, audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.learning.actions import enrol, withdraw
from zyk.learning.completion import standing_of
from zyk.learning.models import CourseRun
from zyk.learning.queries import LEARNING, courses_to_run, open_runs, outline_of
from zyk.learning.rules.run import can_enrol, can_learn
from zyk.learning.views.shared import own_enrolment, said_of
from zyk.library.models import Course


@audience(ANYONE)
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Open runs: public ones for everybody, those of the unit for its members."""
    text = request.GET.get("q", "").strip()[:60]
    rows = open_runs(actor_in(request), timezone.localdate())
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(course__title__icontains=text))
    return render(request, "learning/catalogue.html", {"page": page_of(request, rows, per_page=24), "text": text})


@audience(ANYONE)
@require_GET
def course_runs(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Open runs of one course, and for a teacher the way to open one."""
    actor = actor_in(request)
    rows = open_runs(actor, timezone.localdate()).filter(course__uuid=uuid)
    course = Course.objects.visible_to(actor).select_related("library").filter(uuid=uuid).first()
    if course is None:
        if not rows:
            raise Http404
        course = rows[0].course
    can_open = actor.is_any(Role.TEACHER) and courses_to_run(actor).filter(pk=course.pk).exists()
    context = {"course": course, "page": page_of(request, rows, per_page=24), "can_open": can_open}
    return render(request, "learning/course_runs.html", context)


@audience(ANYONE)
@require_GET
def run(request: HttpRequest, uuid: Any) -> HttpResponse:
    """A run: for a learner his outline and what is missing, for others what it is and how to join."""
    actor = actor_in(request)
    rows = CourseRun.objects.visible_to(actor).select_related("course__library", "teacher", "organisation")
    one = get_object_or_404(rows.distinct(), uuid=uuid)
    enrolment = one.enrolments.filter(user=actor.user, state__in=LEARNING).first() if actor.user else None
    context: dict[str, Any] = {"run": one, "can_enrol": can_enrol(actor, one, timezone.localdate())}
    context["is_teacher"] = bool(actor.user and one.teacher_id == actor.user.pk)
    if enrolment:
        enrolment.run = one
        context |= {
            "enrolment": enrolment,
            "standing": standing_of(enrolment),
            "outline": outline_of(enrolment),
            "can_learn": can_learn(actor, enrolment),
        }
    return render(request, "learning/run.html", context)


@audience(SIGNED_IN)
@require_POST
@once
def join(request: HttpRequest, uuid: Any) -> HttpResponse:
    actor = actor_in(request)
    one = get_object_or_404(CourseRun.objects.visible_to(actor).select_related("course__library"), uuid=uuid)
    try:
        enrol(one, actor=actor, today=timezone.localdate())
        messages.success(request, _("选课成功，可以开始学习。"))
    except ValidationError as refusal:
        messages.error(request, said_of(refusal))
    return redirect("learning:run", one.uuid)


@audience(SIGNED_IN)
@require_POST
@once
def leave(request: HttpRequest, uuid: Any) -> HttpResponse:
    enrolment = own_enrolment(request, uuid)
    try:
        withdraw(enrolment, actor=actor_in(request))
        messages.success(request, _("已退课。再选这个班时，原来的学习进度还在。"))
    except ValidationError as refusal:
        messages.error(request, said_of(refusal))
        return redirect("learning:run", enrolment.run.uuid)
    return redirect("learning:my_courses")
