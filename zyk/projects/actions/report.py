"""预算执行季报: cumulative amounts, filled by the host, passed by finance, the project lead and the ministry."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common.moves import NotInThisState, move
from zyk.projects.enums import REPORT_MOVES, Direction, ReportState
from zyk.projects.models import Project, QuarterAmount, QuarterReport, ReportAct
from zyk.projects.queries.report import amounts_of, due_day, report_before
from zyk.projects.rules.project import can_fill, can_pass, is_fillable, next_state

Received = Mapping[str, int]  # source → fen
Spent = Mapping[tuple[str, str], int]  # (source, spending line) → fen


def ensure_report(project: Project, *, year: int, quarter: int) -> QuarterReport:
    """The report of that quarter, made when first asked for, due on the rulebook's day."""
    report, _new = QuarterReport.objects.get_or_create(
        project=project,
        year=year,
        quarter=quarter,
        defaults={"due_on": due_day(project, year, quarter)},
    )
    return report


@transaction.atomic
def fill_report(
    report: QuarterReport, *, received: Received, spent: Spent, note: str, actor: Actor, at: datetime
) -> None:
    """Hand in cumulative amounts in fen. They may not fall below the last report's, nor spend more than came in.

    `filled_at` keeps the first handing in: a report returned later does not become late by it."""
    report = _locked(report)
    if not can_fill(actor, report.project):
        raise PermissionDenied
    if not is_fillable(report):
        raise NotInThisState(_("这份季报已经填报，可能已被他人处理。本次没有保存。"))
    _check_amounts(report, received, spent)
    report.amounts.all().delete()
    rows = [
        QuarterAmount(report=report, direction=Direction.RECEIVED, source=source, amount_fen=amount)
        for source, amount in received.items()
    ]
    rows += [
        QuarterAmount(report=report, direction=Direction.SPENT, source=source, line_code=line, amount_fen=amount)
        for (source, line), amount in spent.items()
    ]
    QuarterAmount.objects.bulk_create(rows)
    QuarterReport.objects.filter(pk=report.pk).update(note=note, filled_at=report.filled_at or at)
    move(report, ReportState.FILLED, moves=REPORT_MOVES, actor=actor)
    _note_act(report, ReportState.FILLED, note, actor, at)
    _tell_next(report)


@transaction.atomic
def pass_report(report: QuarterReport, *, opinion: str, actor: Actor, at: datetime) -> None:
    """Pass it on to the next level."""
    report = _locked(report)
    state = _turn_of(actor, report)
    move(report, state, moves=REPORT_MOVES, actor=actor, why=opinion)
    _note_act(report, state, opinion, actor, at)
    _tell_next(report)


@transaction.atomic
def return_report(report: QuarterReport, *, opinion: str, actor: Actor, at: datetime) -> None:
    """Send it back from any level; what the levels said before stays readable."""
    report = _locked(report)
    _turn_of(actor, report)
    if not opinion.strip():
        raise ValidationError({"opinion": _("请说明退回理由")})
    move(report, ReportState.RETURNED, moves=REPORT_MOVES, actor=actor, why=opinion)
    _note_act(report, ReportState.RETURNED, opinion, actor, at)
    _tell_next(report)


def _turn_of(actor: Actor, report: QuarterReport) -> str:
    """The state to which this actor passes it; a refusal when it is not, or no longer, his turn."""
    if not can_pass(actor, report.project):
        raise PermissionDenied
    state = next_state(actor, report)
    if state is None:
        raise NotInThisState(_("季报不在你的审核环节，可能已被他人处理。请刷新页面查看最新状态。"))
    return state


def _check_amounts(report: QuarterReport, received: Received, spent: Spent) -> None:
    errors = {}
    earlier = amounts_of(report_before(report))
    for source, amount in received.items():
        floor = earlier.get((Direction.RECEIVED, source, ""), 0)
        if amount < floor:
            errors[f"received-{source}"] = _("累计到账不能少于上一季度已报的金额")
    for (source, line), amount in spent.items():
        if amount < earlier.get((Direction.SPENT, source, line), 0):
            errors[f"spent-{source}-{line}"] = _("累计支出不能少于上一季度已报的金额")
    for source in {source for source, _line in spent}:
        total = sum(amount for (each, _line), amount in spent.items() if each == source)
        if total > received.get(source, 0):
            errors[f"received-{source}"] = _("累计支出大于累计到账，请核对")
    if errors:
        raise ValidationError(errors)


def _note_act(report: QuarterReport, state: str, opinion: str, actor: Actor, at: datetime) -> None:
    ReportAct.objects.create(
        report=report, to_state=state, opinion=opinion, by=actor.user, capacity=actor.trail_capacity, at=at
    )


WAITING = {
    ReportState.FILLED: "已填报，待财务审核",
    ReportState.FINANCE_PASSED: "财务已通过，待项目负责人审核",
    ReportState.LEAD_PASSED: "项目负责人已通过，待教育部审核",
    ReportState.RETURNED: "被退回，请修改后重新填报",
}
NEXT_ROLE = {
    ReportState.FILLED: Role.FINANCE_HEAD,
    ReportState.FINANCE_PASSED: Role.PROJECT_LEAD,
    ReportState.RETURNED: Role.HOST_EDITOR,
}


def _tell_next(report: QuarterReport) -> None:
    state = ReportState(report.state)
    if state not in WAITING:
        return
    is_ministry = state == ReportState.LEAD_PASSED
    host = report.project.lead_host
    notify(
        people_with_role(Role.MINISTRY_OFFICER) if is_ministry else people_in_role(host, NEXT_ROLE[state]),
        text=f"{report} 季报{WAITING[state]}",
        english_text=f"Quarter report {report} waits for you ({report.state}).",
        url=f"/projects/reports/{report.uuid}/",
        mail=not is_ministry,
    )


def _locked(report: QuarterReport) -> QuarterReport:
    return (
        QuarterReport.objects.select_for_update(of=("self",))
        .select_related("project__lead_host", "project__library", "project__application__cycle__rulebook")
        .get(pk=report.pk)
    )
