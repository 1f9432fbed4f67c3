"""Quarter reports: per project, filling in, passing on; and all projects of a quarter."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.money import share, yuan
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.actions.report import ensure_report, fill_report, pass_report, return_report
from zyk.projects.enums import Direction, ReportState
from zyk.projects.forms.project import OpinionForm
from zyk.projects.forms.report import ReportForm, name_of
from zyk.projects.models import Project, QuarterReport
from zyk.projects.queries.report import (
    Amounts,
    amounts_of,
    budget_cells,
    due_day,
    due_days,
    execution,
    last_quarter_before,
    quarter_overview,
    quarters_to_report,
    report_before,
    reports_for,
    reports_of,
)
from zyk.projects.rules.project import can_fill, is_fillable, is_late, next_state
from zyk.projects.views.project import READERS, project_or_404

FILLERS = (Role.HOST_EDITOR, Role.PROJECT_LEAD, Role.FINANCE_HEAD)
PASSERS = (Role.FINANCE_HEAD, Role.PROJECT_LEAD, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
SORTS = {
    "code": ("code", "id"),
    "name": ("library__name", "id"),
    "host": ("lead_host__name", "id"),
    "budget": ("budget_fen", "id"),
    "received": ("received_fen", "id"),
    "spent": ("spent_fen", "id"),
}


@audience(*READERS)
@require_GET
def project_reports(request: HttpRequest, uuid: str) -> HttpResponse:
    """Every quarter a project reports on, with due day and late flag."""
    found = project_or_404(request, uuid)
    today = timezone.localdate()
    may_fill = can_fill(actor_in(request), found)
    rows = [(report, is_late(report, today), may_fill and is_fillable(report)) for report in reports_of(found, today)]
    return render(request, "projects/report/project_reports.html", {"project": found, "rows": rows})


@audience(*READERS)
@require_GET
def report(request: HttpRequest, uuid: str) -> HttpResponse:
    """What was reported, against the budget, and every act on it."""
    actor = actor_in(request)
    found = _report(request, uuid)
    budget, amounts = budget_cells(found.project), amounts_of(found)
    before = report_before(found)
    edition = found.project.application.cycle.rulebook.edition
    context = {
        "report": found,
        "project": found.project,
        "before": before,
        "execution": execution(budget, amounts, edition, found),
        "grid": grid_of(found, edition, budget, amounts, amounts_of(before)),
        "sources": edition.fund_sources,
        "acts": [(act, ReportState(act.to_state)) for act in found.acts.select_related("by").order_by("-id")],
        "is_late": is_late(found, timezone.localdate()),
        "may_fill": can_fill(actor, found.project) and is_fillable(found),
        "may_pass": next_state(actor, found) is not None,
        "form": OpinionForm(),
    }
    return render(request, "projects/report/report.html", context)


@audience(*FILLERS)
@require_http_methods(["GET", "POST"])
@once
def fill(request: HttpRequest, uuid: str, year: int, quarter: int) -> HttpResponse:
    """Fill in a quarter: cumulative amounts; what was typed stays on the page when it is refused."""
    actor = actor_in(request)
    project = project_or_404(request, uuid)
    stored = project.quarter_reports.filter(year=year, quarter=quarter).first()
    is_due = (year, quarter) in quarters_to_report(project, timezone.localdate())
    if not can_fill(actor, project) or not (stored or is_due):
        raise Http404
    if stored and not is_fillable(stored) and request.method == "GET":
        return redirect("projects:report", stored.uuid)
    due_on = due_day(project, year, quarter)
    shown = stored or QuarterReport(project=project, year=year, quarter=quarter, due_on=due_on)
    before = report_before(shown)
    edition = project.application.cycle.rulebook.edition
    known = amounts_of(stored) or amounts_of(before)
    form = ReportForm(request.POST if request.method == "POST" else None, edition=edition, amounts=known)
    if request.method == "POST" and form.is_valid():
        filled = _fill(form, project, year, quarter, actor)
        if filled:
            messages.success(request, _("季报已填报，送财务部门负责人审核。"))
            return redirect("projects:report", filled.uuid)
    acts = stored.acts.select_related("by").order_by("-id") if stored else []
    returned = next((act for act in acts if act.to_state == ReportState.RETURNED), None)
    context = {
        "project": project,
        "report": shown,
        "before": before,
        "form": form,
        "grid": grid_of(shown, edition, budget_cells(project), known, amounts_of(before), form),
        "sources": edition.fund_sources,
        "returned": returned if stored and stored.state == ReportState.RETURNED else None,
        "is_late": is_late(shown, timezone.localdate()),
    }
    return render(request, "projects/report/fill.html", context)


def _fill(form: ReportForm, project: Project, year: int, quarter: int, actor: Any) -> QuarterReport | None:
    try:
        report = ensure_report(project, year=year, quarter=quarter)
        note = form.cleaned_data["note"]
        fill_report(report, received=form.received, spent=form.spent, note=note, actor=actor, at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    return report


@audience(*PASSERS)
@require_POST
@once
def pass_on(request: HttpRequest, uuid: str) -> HttpResponse:
    """Pass it to the next level, or send it back with a reason; the opinion is kept either way."""
    found = _report(request, uuid)
    is_return = request.POST.get("answer") == "return"
    act = return_report if is_return else pass_report
    try:
        act(found, opinion=request.POST.get("opinion", "").strip(), actor=actor_in(request), at=timezone.now())
        messages.success(request, _("季报已退回。") if is_return else _("季报已通过，送下一级。"))
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("projects:report", found.uuid)


@audience(*READERS)
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """All projects' reports on one quarter, also those nobody has begun."""
    today = timezone.localdate()
    year, quarter = _quarter(request)
    sort = sort_of(request, SORTS, "code")
    page = page_of(request, _overview(request, year, quarter).order_by(*sort.order_by))
    due = due_days(year, quarter)
    context = {
        "year": year,
        "quarter": quarter,
        "quarters": [1, 2, 3, 4],
        "page": page,
        "rows": [_shown(row, due, today) for row in page],
        "sort": sort,
        "state": request.GET.get("state", ""),
        "states": ReportState.choices,
        "late": request.GET.get("late") == "1",
        "text": request.GET.get("q", "").strip()[:60],
    }
    return render(request, "projects/report/reports.html", context)


@audience(*READERS)
@require_GET
def reports_export(request: HttpRequest) -> HttpResponse:
    """The filtered overview as a workbook, in 元, with the rates."""
    year, quarter = _quarter(request)
    today, due = timezone.localdate(), due_days(year, quarter)
    header = [
        _("项目编号"), _("资源库"), _("第一主持单位"), _("年"), _("季度"), _("状态"), _("填报期限"), _("逾期"),
        _("预算（元）"), _("到账（元）"), _("到位率"), _("支出（元）"), _("支出率"),
    ]  # fmt: skip
    rows = (
        _exported(_shown(row, due, today), year, quarter) for row in _overview(request, year, quarter).order_by("code")
    )
    return xlsx_response(f"{_('预算执行季报')}-{year}-{quarter}.xlsx", header, rows)


def _overview(request: HttpRequest, year: int, quarter: int) -> Any:
    return quarter_overview(
        actor_in(request),
        year=year,
        quarter=quarter,
        today=timezone.localdate(),
        state=request.GET.get("state", ""),
        is_late=request.GET.get("late") == "1",
        text=request.GET.get("q", "").strip()[:60],
    )


def _quarter(request: HttpRequest) -> tuple[int, int]:
    """The quarter asked for; the last one that is over when none is."""
    year, quarter = last_quarter_before(timezone.localdate())
    asked_year, asked_quarter = request.GET.get("year", ""), request.GET.get("quarter", "")
    if asked_year.isdecimal() and 2000 <= int(asked_year) <= 2100:
        year = int(asked_year)
    if asked_quarter in ("1", "2", "3", "4"):
        quarter = int(asked_quarter)
    return year, quarter


def _shown(row: Any, due: dict[int, Any], today: Any) -> dict[str, Any]:
    stored = QuarterReport(
        state=row.report_state or ReportState.UNFILLED,
        due_on=row.report_due_on if row.report_uuid else due.get(row.application.cycle_id),
        filled_at=row.report_filled_at,
    )
    return {
        "project": row,
        "report": stored,
        "uuid": row.report_uuid,
        "is_late": is_late(stored, today),
        "receipt_rate": share(row.received_fen or 0, row.budget_fen or 0) if row.report_filled_at else None,
        "spend_rate": share(row.spent_fen or 0, row.budget_fen or 0) if row.report_filled_at else None,
    }


def _exported(shown: dict[str, Any], year: int, quarter: int) -> list[Any]:
    row = shown["project"]
    return [
        row.code,
        row.library.name,
        row.lead_host.name,
        year,
        quarter,
        str(ReportState(shown["report"].state).label),
        shown["report"].due_on or "",
        _("是") if shown["is_late"] else "",
        *(_plain_yuan(fen) for fen in (row.budget_fen, row.received_fen)),
        _rate(shown["receipt_rate"]),
        _plain_yuan(row.spent_fen),
        _rate(shown["spend_rate"]),
    ]


def _plain_yuan(fen: int | None) -> str:
    return "" if fen is None else yuan(fen).replace(",", "")


def _rate(rate: Any) -> str:
    return "" if rate is None else f"{rate * 100:.2f}%"


def _report(request: HttpRequest, uuid: str) -> QuarterReport:
    return get_object_or_404(reports_for(actor_in(request)), uuid=uuid)


def grid_of(
    report: QuarterReport, edition: Any, budget: dict[tuple[str, str], int], amounts: Amounts, earlier: Amounts,
    form: ReportForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The two tables of a report: what came in by source, what went out by line and source, each cell with its budget,
    the report before and the rate of what is known."""

    def cell(way: str, source: str, line: str, planned: int | None) -> dict[str, Any]:
        key = (way, source, line)
        return {
            "field": form[name_of(*key)] if form else None,
            "amount": amounts.get(key),
            "earlier": earlier.get(key),
            "budget": planned,
            "rate": share(amounts.get(key, 0), planned or 0),
        }

    def of_source(source: str) -> int | None:
        return sum(fen for (each, _line), fen in budget.items() if each == source) if budget else None

    received = [cell(Direction.RECEIVED, source.code, "", of_source(source.code)) for source in edition.fund_sources]
    spent = [
        (
            line,
            [
                cell(
                    Direction.SPENT, source.code, line.code, budget.get((source.code, line.code), 0) if budget else None
                )
                for source in edition.fund_sources
            ],
        )
        for line in edition.spending_lines
    ]
    return {"received": list(zip(edition.fund_sources, received, strict=True)), "spent": spent}
