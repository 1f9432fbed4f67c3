"""Payments of a project, the official forms filled, and the roll-up of all projects."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import Actor, actor_in
from zyk.accounts.enums import MINISTRY_ROLES, Role
from zyk.accounts.models import Province
from zyk.common import audit
from zyk.common.audience import audience
from zyk.common.money import wan
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.actions.disbursement import (
    can_ask_for_money,
    can_confirm_receipt,
    confirm_receipt,
    pay_disbursement,
    plan_disbursement,
    request_disbursement,
    turn_down_disbursement,
)
from zyk.projects.enums import BudgetScope, Direction, DisbursementState, FundSource
from zyk.projects.forms.building import PayForm, PlanForm, ReceiptForm
from zyk.projects.models import Disbursement, Project
from zyk.projects.queries.budget_amounts import budget_amounts
from zyk.projects.queries.performance import targets_reached
from zyk.projects.queries.project import matching_projects
from zyk.projects.queries.report import amounts_of, last_report
from zyk.projects.queries.roll_up import register, roll_up, summed_budget
from zyk.projects.rules.project import can_confirm
from zyk.projects.views.acting import done_or_told, tried, workbook_response
from zyk.projects.views.project import READERS, project_or_404
from zyk.projects.workbooks.fill_budget import filled_2015, filled_2016
from zyk.projects.workbooks.fill_performance import filled_targets
from zyk.projects.workbooks.fill_projects import filled_projects
from zyk.projects.workbooks.performance import TargetRow
from zyk.rulebook.queries import newest

OFFICERS = (*MINISTRY_ROLES, Role.PROVINCE_OFFICER)
SORTS = {
    "code": ("project__code", "number", "id"),
    "amount": ("amount_fen", "id"),
    "planned": ("planned_on", "id"),
    "paid": ("paid_on", "id"),
}


def disbursements_for(actor: Actor) -> QuerySet[Disbursement]:
    return Disbursement.objects.filter(project__in=Project.objects.visible_to(actor)).select_related(
        "project__library", "project__lead_host__province"
    )


@audience(*READERS)
@require_http_methods(["GET", "POST"])
@once
def payments(request: HttpRequest, uuid: str) -> HttpResponse:
    """A project's payments of ministry money; the ministry plans them here."""
    actor, project = actor_in(request), project_or_404(request, uuid)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not can_confirm(actor):
        raise Http404
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        planned = {"amount_fen": said["amount"], "planned_on": said["planned_on"]}
        if tried(form, lambda: plan_disbursement(project, **planned, actor=actor)):
            messages.success(request, _("拨款计划已登记。"))
            return redirect("projects:payments", project.uuid)
    return _payments(request, project, plan_form=form)


@audience(*READERS)
@require_POST
@once
def payment(request: HttpRequest, uuid: str) -> HttpResponse:
    """One act on one payment: request, pay, turn-down or receive."""
    actor = actor_in(request)
    found = get_object_or_404(disbursements_for(actor), uuid=uuid)
    match request.POST.get("act"):
        case "request":
            done_or_told(request, lambda: request_disbursement(found, actor=actor), _("已申请拨付。"))
        case "turn-down":
            why = request.POST.get("why", "").strip()
            done_or_told(request, lambda: turn_down_disbursement(found, why=why, actor=actor), _("已退回申请。"))
        case "pay":
            return _with_form(request, found, PayForm(request.POST), pay_disbursement, _("已登记拨付。"))
        case "receive":
            return _with_form(request, found, ReceiptForm(request.POST), confirm_receipt, _("已确认到账。"))
        case _unknown:
            raise Http404
    return redirect("projects:payments", found.project.uuid)


def _with_form(request: HttpRequest, found: Disbursement, form: Any, act: Any, done: str) -> HttpResponse:
    if form.is_valid() and tried(form, lambda: act(found, **form.cleaned_data, actor=actor_in(request))):
        messages.success(request, done)
        return redirect("projects:payments", found.project.uuid)
    return _payments(request, project_or_404(request, str(found.project.uuid)), refused=(found.pk, form))


def _payments(request: HttpRequest, project: Project, **shown: Any) -> HttpResponse:
    actor = actor_in(request)
    rows = list(project.disbursements.all())
    refused_pk, refused_form = shown.pop("refused", (None, None))
    reported = amounts_of(last_report(project)).get((Direction.RECEIVED, FundSource.MINISTRY, ""))
    arrived = sum(row.amount_fen for row in rows if row.state == DisbursementState.RECEIVED)
    context = {
        "project": project,
        "rows": [
            (
                row,
                refused_form if row.pk == refused_pk else (PayForm() if row.state == "requested" else ReceiptForm()),
            )
            for row in rows
        ],
        "planned_fen": sum(row.amount_fen for row in rows),
        "paid_fen": sum(row.amount_fen for row in rows if row.state in ("paid", "received")),
        "received_fen": arrived,
        "reported_fen": reported,
        "differs": reported is not None and rows and reported != arrived,
        "may_plan": can_confirm(actor),
        "may_ask": can_ask_for_money(actor, project),
        "may_receive": can_confirm_receipt(actor, project),
        "plan_form": PlanForm(),
        **shown,
    }
    return render(request, "projects/money/payments.html", context)


@audience(*READERS)
@require_GET
def all_payments(request: HttpRequest) -> HttpResponse:
    sort = sort_of(request, SORTS, "code")
    context = _chosen(request) | {
        "states": DisbursementState.choices,
        "sort": sort,
        "page": page_of(request, _matching(request).order_by(*sort.order_by)),
        "is_filtered": any(_chosen(request).values()),
    }
    return render(request, "projects/money/all.html", context)


@audience(*READERS)
@require_GET
def payments_export(request: HttpRequest) -> HttpResponse:
    header = [
        _("项目编号"), _("资源库"), _("第一主持单位"), _("批次"), _("金额（万元）"), _("计划拨付日"), _("拨款文号"),
        _("拨付日期"), _("到账日期"), _("状态"),
    ]  # fmt: skip
    rows = (
        [
            row.project.code,
            row.project.library.name,
            row.project.lead_host.name,
            row.number,
            wan(row.amount_fen).replace(",", ""),
            row.planned_on or "",
            row.document_number,
            row.paid_on or "",
            row.received_on or "",
            str(DisbursementState(row.state).label),
        ]
        for row in _matching(request).order_by("project__code", "number")
    )
    return xlsx_response(_("部本专项拨款") + ".xlsx", header, rows)


# -- the official forms, filled ---------------------------------------------------------------------------------------
@audience(*READERS)
@require_GET
def budget_form(request: HttpRequest, uuid: str, form: str, scope: str) -> HttpResponse:
    """A project's budget in the official form of 2015 (all three at once) or of 2016 (one each)."""
    project = project_or_404(request, uuid)
    amounts = budget_amounts(project)
    edition = project.application.cycle.rulebook.edition
    if form == "2015" and BudgetScope.TOTAL in amounts:
        content = filled_2015(edition, amounts, first_year=project.year)
        return workbook_response(content, f"{project.code}-{_('预算')}-2015.xlsx")
    if form != "2016" or scope not in BudgetScope.values or BudgetScope(scope) not in amounts:
        raise Http404
    content = filled_2016(edition, amounts[BudgetScope(scope)], name=_specialty(project))
    return workbook_response(content, f"{project.code}-{BudgetScope(scope).label}.xlsx")


@audience(*READERS)
@require_GET
def targets_form(request: HttpRequest, uuid: str) -> HttpResponse:
    """A project's performance targets in the official form."""
    project = project_or_404(request, uuid)
    rows = [
        TargetRow(row.code, row.level1, row.level2, row.level3, row.total, row.year_1, row.year_2)
        for row in targets_reached(project)
    ]
    revision = project.application.revisions.order_by("-number").first()
    drafts = revision.content.get("drafts", {}).values() if revision else []
    values = (value for draft in drafts for value in draft.values() if isinstance(value, dict))
    goals: dict[str, str] = next((value["goals"] for value in values if "goals" in value), {})
    content = filled_targets(
        project.application.cycle.rulebook.edition, name=project.library.specialty.name, goals=goals, rows=rows
    )
    return workbook_response(content, f"{project.code}-{_('绩效目标')}.xlsx")


def _specialty(project: Project) -> str:
    return f"{project.library.specialty.name}专业教学资源库"


# -- roll-up ----------------------------------------------------------------------------------------------------------
@audience(*READERS)
@require_GET
def execution(request: HttpRequest) -> HttpResponse:
    """预算执行分析: by province, source and spending line, over the projects one may see."""
    actor, chosen = actor_in(request), _filters(request)
    projects = Project.objects.visible_to(actor).filter(matching_projects(**chosen))
    rulebook = newest()
    edition = rulebook.edition if rulebook else None
    found = roll_up(projects)
    context = {
        **chosen,
        "found": found,
        "sources": edition.fund_sources if edition else [],
        "lines": [(line, found.lines[line.code]) for line in (edition.spending_lines if edition else [])
                  if line.code in found.lines],
        "years": list(
            Project.objects.visible_to(actor).order_by("-year").values_list("year", flat=True).distinct()
        ),
        "provinces": Province.objects.all() if actor.is_ministry else [],
        "is_officer": actor.is_any(*OFFICERS),
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "projects/money/execution.html", context)


@audience(*READERS)
@require_GET
def execution_export(request: HttpRequest) -> HttpResponse:
    """The roll-up as a plain table, one row a province."""
    projects = Project.objects.visible_to(actor_in(request)).filter(matching_projects(**_filters(request)))
    found = roll_up(projects)
    codes = list(found.whole.by_source)
    titles = {source.value: str(source.label) for source in FundSource}
    header = [
        _("省份"), _("项目数"), _("部本专项支持（万元）"), _("预算（万元）"), _("到账（万元）"), _("到位率"),
        _("支出（万元）"), _("支出率"),
    ]  # fmt: skip
    header += [f"{titles.get(code, code)} · {_('到账（万元）')}" for code in codes]

    def cells(row: Any, name: str) -> list[Any]:
        total = row.total
        plain = [name, row.projects, _plain(row.grant_fen), _plain(total.budget), _plain(total.received),
                 _rate(total.receipt_rate), _plain(total.spent), _rate(total.spend_rate)]  # fmt: skip
        return plain + [_plain(row.by_source[code].received) for code in codes]

    rows = [*(cells(row, row.name) for row in found.provinces), cells(found.whole, _("合计"))]
    return xlsx_response(_("预算执行汇总") + ".xlsx", header, rows)


@audience(*READERS)
@require_GET
def summary_budget(request: HttpRequest) -> HttpResponse:
    """The budgets of all projects one may see, added up in the official form."""
    rulebook = newest()
    if rulebook is None:
        raise Http404
    projects = Project.objects.visible_to(actor_in(request)).filter(matching_projects(**_filters(request)))
    scope = request.GET.get("scope", BudgetScope.TOTAL)
    scope = scope if scope in BudgetScope.values else BudgetScope.TOTAL
    name = f"{projects.count()} 个项目汇总"
    return workbook_response(
        filled_2016(rulebook.edition, summed_budget(projects, scope), name=name), f"{_('汇总预算')}-{scope}.xlsx"
    )


@audience(*OFFICERS)
@require_GET
def project_register(request: HttpRequest) -> HttpResponse:
    """The register of projects in the official form. It names people with their telephones: only for officers, and
    each download is on record."""
    actor = actor_in(request)
    projects = Project.objects.visible_to(actor).filter(matching_projects(**_filters(request)))
    rows = list(register(projects))
    assert actor.organisation is not None
    audit.record(actor=actor, verb="export-register", about=actor.organisation, facts={"projects": len(rows)})
    return workbook_response(filled_projects(rows), _("项目汇总表") + ".xlsx")


def _filters(request: HttpRequest) -> dict[str, str]:
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "state": request.GET.get("state", ""),
        "year": request.GET.get("year", ""),
        "province": request.GET.get("province", ""),
    }


def _matching(request: HttpRequest) -> QuerySet[Disbursement]:
    chosen, found = _chosen(request), Q()
    for word in chosen["text"].split():
        found &= Q(project__code__icontains=word) | Q(project__library__name__icontains=word)
    if chosen["state"]:
        found &= Q(state=chosen["state"])
    return disbursements_for(actor_in(request)).filter(found)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {"text": request.GET.get("q", "").strip()[:60], "state": request.GET.get("state", "")}


def _plain(fen: int | None) -> str:
    return "" if fen is None else wan(fen).replace(",", "")


def _rate(rate: Any) -> str:
    return "" if rate is None else f"{rate * 100:.2f}%"
