"""Projects: the list, one project's workbench, its budget and its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.accounts.models import Province
from zyk.common.audience import audience
from zyk.common.money import wan
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.monitoring.queries import latest_results
from zyk.projects.actions.project_state import hold_project, resume_project, terminate_project
from zyk.projects.enums import PROJECT_MOVES, ProjectState, TaskState
from zyk.projects.models import Project
from zyk.projects.queries.project import (
    duties_of,
    history_of_project,
    matching_projects,
    people_of,
    steps_of,
    tasks_in_force,
)
from zyk.projects.queries.project_budget import budget_tables
from zyk.projects.queries.report import execution_of, reports_of
from zyk.projects.queries.task_book import newest_task_book
from zyk.projects.queries.to_do import to_do
from zyk.projects.rules.project import can_confirm, can_guide, can_write, is_late
from zyk.projects.views.acting import done_or_told

READERS = (*MINISTRY_ROLES, Role.PROVINCE_OFFICER, *HOST_ROLES)
SORTS = {
    "code": ("code", "id"),
    "name": ("library__name", "id"),
    "host": ("lead_host__name", "id"),
    "grant": ("grant_fen", "id"),
    "approved": ("approved_on", "id"),
}


@audience(*READERS)
@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    """The ministry sees all projects, a province its own, hosts those they take part in."""
    actor = actor_in(request)
    chosen = _chosen(request)
    mine = Project.objects.visible_to(actor)
    sort = sort_of(request, SORTS, "-code")
    rows = mine.filter(matching_projects(**chosen)).select_related("library", "lead_host__province")
    context = {
        **chosen,
        "states": ProjectState.choices,
        "years": list(mine.order_by("-year").values_list("year", flat=True).distinct()),
        "provinces": Province.objects.all() if actor.is_ministry else [],
        "sort": sort,
        "page": page_of(request, rows.order_by(*sort.order_by)),
        "is_filtered": any(chosen.values()),
    }
    return render(request, "projects/project/projects.html", context)


@audience(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as a workbook; amounts in 万元."""
    mine = Project.objects.visible_to(actor_in(request)).filter(matching_projects(**_chosen(request)))
    rows = mine.select_related("library", "lead_host__province").order_by("code")
    header = [
        _("项目编号"),
        _("资源库"),
        _("第一主持单位"),
        _("省份"),
        _("立项日期"),
        _("部本专项支持（万元）"),
        _("状态"),
    ]
    cells = (
        [
            row.code,
            row.library.name,
            row.lead_host.name,
            row.lead_host.province.short_name if row.lead_host.province else "",
            row.approved_on,
            "" if row.grant_fen is None else wan(row.grant_fen).replace(",", ""),
            str(ProjectState(row.state).label),
        ]
        for row in rows
    )
    return xlsx_response(_("建设项目") + ".xlsx", header, cells)


@audience(*READERS)
@require_GET
def project(request: HttpRequest, uuid: str) -> HttpResponse:
    """What to do now, where it stands, readiness, money, tasks, reports and people on one page."""
    actor = actor_in(request)
    found = project_or_404(request, uuid)
    today = timezone.localdate()
    tasks = tasks_in_force(found)
    task_book = newest_task_book(found)
    acceptances = list(found.acceptances.select_related("rectification", "cycle").order_by("-attempt"))
    acceptance = acceptances[0] if acceptances else None
    edition = found.application.cycle.rulebook.edition
    context = {
        "project": found,
        "state_acts": _state_acts(found) if can_confirm(actor) else [],
        "today": today,
        "acts": to_do(found, actor, today, task_book=task_book, tasks=tasks, acceptance=acceptance),
        "steps": steps_of(found, tasks, acceptance),
        "readiness": latest_results(found.library),
        "execution": execution_of(found),
        "tasks": tasks,
        "tasks_verified": sum(task.state == TaskState.VERIFIED for task in tasks),
        "task_book": task_book,
        "reports": [(report, is_late(report, today)) for report in reports_of(found, today)[:4]],
        "acceptances": acceptances,
        "duties": list(duties_of(found)[:4]),
        "duty_titles": {duty.code: duty.title for duty in edition.yearly_duties},
        "people": people_of(found),
        "members": found.application.members.select_related("organisation"),
        "entries": history_of_project(found, actor)[:8],
        "can_write": can_write(actor, found),
        "can_guide": can_guide(actor, found),
    }
    return render(request, "projects/project/project.html", context)


@audience(*READERS)
@require_GET
def budget(request: HttpRequest, uuid: str) -> HttpResponse:
    found = project_or_404(request, uuid)
    context = {
        "project": found,
        "tables": budget_tables(found),
        "sources": found.application.cycle.rulebook.edition.fund_sources,
    }
    return render(request, "projects/project/budget.html", context)


STATE_ACTS = {"hold": hold_project, "resume": resume_project, "terminate": terminate_project}


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def change_state(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put a project on hold, let it go on, or end it, with the reason."""
    found, act = project_or_404(request, uuid), STATE_ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    why = request.POST.get("why", "")[:2000]
    done_or_told(request, lambda: act(found, why=why, actor=actor_in(request)), _("项目状态已更新，已通知单位和省级。"))
    return redirect("projects:project", uuid)


@audience(*READERS)
@require_GET
def history(request: HttpRequest, uuid: str) -> HttpResponse:
    found = project_or_404(request, uuid)
    page = page_of(request, history_of_project(found, actor_in(request)), per_page=100)
    return render(request, "projects/project/history.html", {"project": found, "page": page})


def project_or_404(request: HttpRequest, uuid: str) -> Project:
    """The project, if the actor may know of it."""
    visible = Project.objects.visible_to(actor_in(request))
    related = ("library", "lead_host__province", "application__cycle__rulebook")
    return get_object_or_404(visible.select_related(*related), uuid=uuid)


def _state_acts(project: Project) -> list[tuple[str, str, str]]:
    """What the ministry may do to its state: act, words, style of the button."""
    reachable = PROJECT_MOVES[ProjectState(project.state)]
    acts = []
    if project.state == ProjectState.ON_HOLD:
        acts.append(("resume", _("恢复建设"), "primary"))
    if ProjectState.ON_HOLD in reachable:
        acts.append(("hold", _("暂停建设"), "line"))
    if ProjectState.TERMINATED in reachable:
        acts.append(("terminate", _("终止项目"), "bad"))
    return acts


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "state": request.GET.get("state", ""),
        "year": request.GET.get("year", ""),
        "province": request.GET.get("province", ""),
    }
