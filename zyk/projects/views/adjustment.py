"""Budget adjustments: written with new tables, passed level by level; and all of them in one list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import Actor, actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.projects.actions.adjustment import (
    begin_adjustment,
    pass_adjustment,
    return_adjustment,
    submit_adjustment,
    take_over_adjusted,
    withdraw_adjustment,
    write_adjustment,
)
from zyk.projects.enums import AdjustmentState, BudgetScope
from zyk.projects.forms.building import AdjustmentForm, WorkbookForm
from zyk.projects.forms.project import OpinionForm
from zyk.projects.models import BudgetAdjustment, Project
from zyk.projects.queries.budget_amounts import differences, source_differences
from zyk.projects.rules.adjustment import OPEN, can_edit_adjustment, next_adjustment_state
from zyk.projects.rules.project import can_fill
from zyk.projects.views.acting import done_or_told, tried
from zyk.projects.views.project import READERS, project_or_404

WRITERS = (Role.HOST_EDITOR, Role.PROJECT_LEAD, Role.FINANCE_HEAD)
PASSERS = (Role.FINANCE_HEAD, Role.PROJECT_LEAD, Role.MINISTRY_OFFICER)
FILES = {FileKind.PDF, FileKind.DOCUMENT, FileKind.IMAGE}
SORTS = {
    "code": ("project__code", "number", "id"),
    "begun": ("created_at", "id"),
    "state": ("state", "id"),
}


def adjustments_for(actor: Actor) -> QuerySet[BudgetAdjustment]:
    """A draft is the host's own until it is handed in."""
    found = BudgetAdjustment.objects.filter(project__in=Project.objects.visible_to(actor)).select_related(
        "project__library", "project__lead_host__province", "project__application__cycle__rulebook", "attachment"
    )
    own = Q(project__lead_host_id=actor.organisation_id)
    return found.filter(own | ~Q(state__in=[AdjustmentState.DRAFT, AdjustmentState.WITHDRAWN]))


@audience(*READERS)
@require_GET
def all_adjustments(request: HttpRequest) -> HttpResponse:
    sort = sort_of(request, SORTS, "-begun")
    context = _chosen(request) | {
        "states": AdjustmentState.choices,
        "sort": sort,
        "page": page_of(request, _matching(request).order_by(*sort.order_by)),
        "is_filtered": any(_chosen(request).values()),
    }
    return render(request, "projects/adjustment/all.html", context)


@audience(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    header = [_("项目编号"), _("资源库"), _("第一主持单位"), _("序号"), _("调整说明"), _("开始日期"), _("状态")]
    rows = (
        [
            row.project.code,
            row.project.library.name,
            row.project.lead_host.name,
            row.number,
            row.note,
            row.created_at.date(),
            str(AdjustmentState(row.state).label),
        ]
        for row in _matching(request).order_by("project__code", "number")
    )
    return xlsx_response(_("预算调整") + ".xlsx", header, rows)


@audience(*READERS)
@require_http_methods(["GET", "POST"])
@once
def adjustments(request: HttpRequest, uuid: str) -> HttpResponse:
    """A project's adjustments; the host opens one here."""
    actor = actor_in(request)
    project = project_or_404(request, uuid)
    if request.method == "POST":
        try:
            return redirect("projects:adjustment", begin_adjustment(project, actor=actor).uuid)
        except PermissionDenied:
            raise Http404 from None
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    rows = list(adjustments_for(actor).filter(project=project))
    context = {
        "project": project,
        "rows": rows,
        "may_begin": can_fill(actor, project) and not any(row.state in OPEN for row in rows),
    }
    return render(request, "projects/adjustment/adjustments.html", context)


@audience(*READERS)
@require_http_methods(["GET", "POST"])
@once
def adjustment(request: HttpRequest, uuid: str) -> HttpResponse:
    """One adjustment: written while it is the host's, then read with before and after; every act is kept."""
    actor = actor_in(request)
    found = _found(request, uuid)
    if request.method == "POST" and not can_fill(actor, found.project):
        raise Http404
    if request.method == "POST":
        form = AdjustmentForm(request.POST, request.FILES)
        if form.is_valid() and tried(form, lambda: _written(form, found, actor, "submit" in request.POST)):
            told = _("预算调整已提交财务审核。") if "submit" in request.POST else _("预算调整已保存。")
            messages.success(request, told)
            return redirect("projects:adjustment", found.uuid)
    else:
        form = AdjustmentForm(initial={"request": found.request, "note": found.note})
    return _page(request, found, form)


def _written(form: AdjustmentForm, found: BudgetAdjustment, actor: Actor, is_submit: bool) -> None:
    said = form.cleaned_data
    upload = said["attachment"]
    stored = store_file(upload, name=upload.name, actor=actor, kinds=FILES) if upload else None
    write_adjustment(found, request=said["request"], note=said["note"], attachment=stored, actor=actor)
    if is_submit:
        submit_adjustment(found, actor=actor, at=timezone.now())


@audience(*WRITERS)
@require_POST
@once
def table(request: HttpRequest, uuid: str) -> HttpResponse:
    """Read a new table; every fault is named with its cell, and nothing changes then."""
    found = _found(request, uuid)
    form = WorkbookForm(request.POST, request.FILES)
    faults: list[str] = []
    if not form.is_valid():
        messages.error(request, _("请选择预算表文件。"))
        return redirect("projects:adjustment", found.uuid)
    said = form.cleaned_data
    try:
        for warning in take_over_adjusted(found, scope=said["scope"], file=said["file"], actor=actor_in(request)):
            messages.warning(request, str(warning))
        messages.success(request, _("预算表已读入，合计与占比已核对。"))
        return redirect("projects:adjustment", found.uuid)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refusal:
        faults = refusal.messages
    shown = AdjustmentForm(initial={"request": found.request, "note": found.note})
    return _page(request, found, shown, faults=faults)


@audience(*PASSERS)
@require_POST
@once
def pass_on(request: HttpRequest, uuid: str) -> HttpResponse:
    found, actor, now = _found(request, uuid), actor_in(request), timezone.now()
    opinion = request.POST.get("opinion", "").strip()
    if request.POST.get("answer") == "return":
        done_or_told(
            request, lambda: return_adjustment(found, opinion=opinion, actor=actor, at=now), _("预算调整已退回。")
        )
    else:
        act = lambda: pass_adjustment(found, opinion=opinion, actor=actor, at=now)  # noqa: E731
        done_or_told(request, act, _("预算调整已通过。"))
    return redirect("projects:adjustment", found.uuid)


@audience(*WRITERS)
@require_POST
@once
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    found, actor = _found(request, uuid), actor_in(request)
    done_or_told(request, lambda: withdraw_adjustment(found, actor=actor, at=timezone.now()), _("预算调整已撤回。"))
    return redirect("projects:adjustment", found.uuid)


def _page(
    request: HttpRequest, found: BudgetAdjustment, form: AdjustmentForm, faults: list[str] | None = None
) -> HttpResponse:
    actor = actor_in(request)
    found.refresh_from_db(fields=["after", "state"])
    edition = found.project.application.cycle.rulebook.edition
    files = {each.scope: each.workbook for each in found.workbooks.select_related("workbook")}
    context = {
        "adjustment": found,
        "project": found.project,
        "form": form,
        "faults": faults,
        "sources": {source.code: source.title for source in edition.fund_sources},
        "tables": [
            (
                BudgetScope(scope),
                differences(found.before, found.after, scope),
                source_differences(found.before, found.after, scope),
                files.get(scope),
            )
            for scope in BudgetScope.values
            if scope in found.after
        ],
        "scopes": BudgetScope.choices,
        "acts": [(act, AdjustmentState(act.to_state)) for act in found.acts.select_related("by").order_by("-id")],
        "may_edit": can_edit_adjustment(actor, found),
        "may_pass": next_adjustment_state(actor, found) is not None,
        "opinion_form": OpinionForm(),
    }
    return render(request, "projects/adjustment/adjustment.html", context, status=422 if faults else 200)


def _found(request: HttpRequest, uuid: str) -> BudgetAdjustment:
    return get_object_or_404(adjustments_for(actor_in(request)), uuid=uuid)


def _matching(request: HttpRequest) -> QuerySet[BudgetAdjustment]:
    chosen, found = _chosen(request), Q()
    for word in chosen["text"].split():
        found &= Q(project__code__icontains=word) | Q(project__library__name__icontains=word)
    if chosen["state"]:
        found &= Q(state=chosen["state"])
    return adjustments_for(actor_in(request)).filter(found)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {"text": request.GET.get("q", "").strip()[:60], "state": request.GET.get("state", "")}
