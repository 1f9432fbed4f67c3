"""The teacher's side: runs, roster, one learner's path."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common import audit
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.learning.actions import close_run, open_run, start_run
from zyk.learning.completion import standing_of
from zyk.learning.forms import RunForm
from zyk.learning.models import Enrolment
from zyk.learning.queries import (
    RosterLine,
    courses_to_run,
    path_of,
    quizzes_of,
    roster_lines,
    roster_rows,
    taught_runs,
    waiting_attempts,
)
from zyk.learning.views.shared import said_of, taught_run

SORTS = {
    "name": ("user__name", "id"),
    "state": ("state", "user__name", "id"),
    "spent": ("spent_seconds", "id"),
    "seen": ("seen_at", "id"),
}


@audience(Role.TEACHER)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    rows = taught_runs(actor_in(request))
    waiting = waiting_attempts(actor_in(request)).count()
    return render(request, "learning/runs.html", {"page": page_of(request, rows), "waiting": waiting})


@audience(Role.TEACHER)
@require_http_methods(["GET", "POST"])
@once
def new_run(request: HttpRequest) -> HttpResponse:
    """Plan a run; `?course=` names the course."""
    actor = actor_in(request)
    form = RunForm(request.POST or None, actor=actor, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = open_run(actor=actor, **form.cleaned_data)
            messages.success(request, _("教学班已建立，开课以后学习者才能选课。"))
            return redirect("learning:teaching", made.uuid)
        except ValidationError as refusal:
            form.add_error(None, said_of(refusal))
    return render(request, "learning/new_run.html", {"form": form})


@audience(Role.TEACHER)
@require_GET
def teaching(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The run with its roster."""
    run = taught_run(request, uuid)
    text = request.GET.get("q", "").strip()[:60]
    sort = sort_of(request, SORTS, "name")
    page = page_of(request, roster_rows(run, text=text).order_by(*sort.order_by))
    page.object_list = roster_lines(list(page.object_list))  # type: ignore[assignment]
    context = {"run": run, "page": page, "sort": sort, "text": text, "history": history_of(run)[:20]}
    return render(request, "learning/teaching.html", context)


@audience(Role.TEACHER)
@require_GET
def export(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The whole roster with progress and grades."""
    run = taught_run(request, uuid)
    lines = roster_lines(list(roster_rows(run).order_by("user__name", "id")))
    audit.record(actor=actor_in(request), verb="export-roster", about=run, facts={"rows": len(lines)})
    header = [
        _("姓名"),
        _("用户名"),
        _("类型"),
        _("单位"),
        _("状态"),
        _("完成的内容"),
        _("必学内容"),
        _("通过的测评"),
        _("测评"),
        _("测评平均（%）"),
        _("总评（%）"),
        _("学习时长（分钟）"),
    ]
    return xlsx_response(f"{run.title}.xlsx", header, (_exported(line) for line in lines))


@audience(Role.TEACHER)
@require_GET
def learner(request: HttpRequest, uuid: Any) -> HttpResponse:
    """One learner's path through a run, for its teacher only."""
    actor = actor_in(request)
    rows = Enrolment.objects.filter(run__teacher=actor.user).select_related(
        "user", "organisation", "run__course__library"
    )
    enrolment = get_object_or_404(rows, uuid=uuid)
    audit.record(actor=actor, verb="read-path", about=enrolment)
    context = {
        "run": enrolment.run,
        "enrolment": enrolment,
        "standing": standing_of(enrolment),
        "path": path_of(enrolment),
        "quizzes": quizzes_of(enrolment),
    }
    return render(request, "learning/learner.html", context)


@audience(Role.TEACHER)
@require_POST
@once
def start(request: HttpRequest, uuid: Any) -> HttpResponse:
    return _moved(request, uuid, start_run, _("已开课，学习者可以选课和学习。"))


@audience(Role.TEACHER)
@require_POST
@once
def close(request: HttpRequest, uuid: Any) -> HttpResponse:
    return _moved(request, uuid, close_run, _("已结课，学习进度不再变化；待批改的作答仍可批改。"))


def _moved(request: HttpRequest, uuid: Any, act: Any, done: str) -> HttpResponse:
    run = taught_run(request, uuid)
    try:
        act(run, actor=actor_in(request))
        messages.success(request, done)
    except ValidationError as refusal:
        messages.error(request, said_of(refusal))
    return redirect("learning:teaching", run.uuid)


def _initial(request: HttpRequest) -> dict[str, Any]:
    try:
        asked = UUID(request.GET.get("course", ""))
    except ValueError:
        return {}
    course = courses_to_run(actor_in(request)).filter(uuid=asked).first()
    return {"course": course, "title": course.title} if course else {}


def _exported(line: RosterLine) -> list[Any]:
    enrolment, standing = line.enrolment, line.standing
    return [
        enrolment.user.name,
        enrolment.user.username,
        str(enrolment.get_user_kind_display()),
        str(enrolment.organisation or ""),
        str(enrolment.get_state_display()),
        standing.items_done,
        standing.items_required,
        standing.assessments_passed,
        standing.assessments,
        standing.percent,
        enrolment.final_percent,
        (enrolment.spent_seconds or 0) // 60,  # type: ignore[attr-defined]
    ]
