"""Change requests of a project: asked for, agreed to, approved; and all of them in one list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import Actor, actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.projects.actions.change import Change, agree_to_change, refuse_change, request_change, withdraw_change
from zyk.projects.enums import ChangeKind, ChangeState
from zyk.projects.forms.building import ChangeForm
from zyk.projects.forms.project import OpinionForm
from zyk.projects.models import ChangeRequest, Project
from zyk.projects.queries.task_book import change_to_write, units_of
from zyk.projects.rules.change import OPEN, can_request_change, can_withdraw_change, next_change_state
from zyk.projects.rules.project import can_write
from zyk.projects.views.acting import done_or_told, tried
from zyk.projects.views.project import READERS, project_or_404

FILES = {FileKind.PDF, FileKind.DOCUMENT, FileKind.IMAGE}
SORTS = {
    "code": ("project__code", "number", "id"),
    "kind": ("kind", "id"),
    "asked": ("created_at", "id"),
    "state": ("state", "id"),
}


def changes_for(actor: Actor) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.filter(project__in=Project.objects.visible_to(actor)).select_related(
        "project__library", "project__lead_host__province", "new_host", "attachment", "requested_by"
    )


@audience(*READERS)
@require_GET
def all_changes(request: HttpRequest) -> HttpResponse:
    """Every request the actor may see, over all projects."""
    sort = sort_of(request, SORTS, "-asked")
    context = _chosen(request) | {
        "kinds": ChangeKind.choices,
        "states": ChangeState.choices,
        "sort": sort,
        "page": page_of(request, _matching(request).order_by(*sort.order_by)),
        "is_filtered": any(_chosen(request).values()),
    }
    return render(request, "projects/change/all.html", context)


@audience(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    header = [_("项目编号"), _("资源库"), _("第一主持单位"), _("序号"), _("类别"), _("理由"), _("申请日期"), _("状态")]
    rows = (
        [
            row.project.code,
            row.project.library.name,
            row.project.lead_host.name,
            row.number,
            str(ChangeKind(row.kind).label),
            row.reason,
            row.created_at.date(),
            str(ChangeState(row.state).label),
        ]
        for row in _matching(request).order_by("project__code", "number")
    )
    return xlsx_response(_("变更申请") + ".xlsx", header, rows)


@audience(*READERS)
@require_http_methods(["GET", "POST"])
@once
def changes(request: HttpRequest, uuid: str) -> HttpResponse:
    """A project's requests, and the form for a new one."""
    actor = actor_in(request)
    project = project_or_404(request, uuid)
    may_ask = can_request_change(actor, project)
    if request.method == "POST" and not may_ask:
        raise Http404
    units = units_of(project).exclude(pk=project.lead_host_id)
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ChangeForm(*bound, units=units)
    if form.is_bound and form.is_valid():
        made: list[ChangeRequest] = []
        if tried(form, lambda: made.append(request_change(project, _change(form, actor), actor=actor))):
            messages.success(request, _("变更申请已提交，送省级审核。"))
            return redirect("projects:change", made[0].uuid)
    rows = list(changes_for(actor).filter(project=project))
    has_open = any(row.state in OPEN for row in rows)
    context = {
        "project": project,
        "rows": rows,
        "form": form,
        "may_ask": may_ask and not has_open,
        "may_write_version": can_write(actor, project) and change_to_write(project) is not None,
    }
    return render(request, "projects/change/changes.html", context)


@audience(*READERS)
@require_GET
def change(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    found = get_object_or_404(changes_for(actor), uuid=uuid)
    context = {
        "change": found,
        "project": found.project,
        "may_answer": next_change_state(actor, found) is not None,
        "may_withdraw": can_withdraw_change(actor, found),
        "may_write_version": can_write(actor, found.project) and change_to_write(found.project) == found,
        "form": OpinionForm(),
        "entries": history_of(found),
    }
    return render(request, "projects/change/change.html", context)


@audience(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
@require_POST
@once
def answer(request: HttpRequest, uuid: str) -> HttpResponse:
    """Agree or refuse; refusing needs a reason."""
    actor = actor_in(request)
    found = get_object_or_404(changes_for(actor), uuid=uuid)
    why = request.POST.get("opinion", "").strip()
    if request.POST.get("answer") == "refuse":
        done_or_told(request, lambda: refuse_change(found, why=why, actor=actor), _("已答复不予批准。"))
    else:
        done_or_told(request, lambda: agree_to_change(found, why=why, actor=actor), _("已同意。"))
    return redirect("projects:change", found.uuid)


@audience(Role.PROJECT_LEAD)
@require_POST
@once
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    found = get_object_or_404(changes_for(actor), uuid=uuid)
    done_or_told(request, lambda: withdraw_change(found, actor=actor), _("变更申请已撤回。"))
    return redirect("projects:change", found.uuid)


def _change(form: forms.Form, actor: Actor) -> Change:
    said: dict[str, Any] = form.cleaned_data
    upload = said["attachment"]
    return Change(
        kind=said["kind"],
        reason=said["reason"],
        new_host=said["new_host"],
        new_end_on=said["new_end_on"],
        attachment=store_file(upload, name=upload.name, actor=actor, kinds=FILES) if upload else None,
    )


def _matching(request: HttpRequest) -> QuerySet[ChangeRequest]:
    chosen, found = _chosen(request), Q()
    for word in chosen["text"].split():
        found &= Q(project__code__icontains=word) | Q(project__library__name__icontains=word)
    if chosen["kind"]:
        found &= Q(kind=chosen["kind"])
    if chosen["state"]:
        found &= Q(state=chosen["state"])
    return changes_for(actor_in(request)).filter(found)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "kind": request.GET.get("kind", ""),
        "state": request.GET.get("state", ""),
    }
