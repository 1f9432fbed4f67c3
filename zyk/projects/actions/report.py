"""预算执行季报: cumulative amounts, filled by the host, passed by finance, the project lead and the ministry."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.common.moves import move
from zyk.projects.enums import REPORT_MOVES, Direction, ReportState
from zyk.projects.models import Project, QuarterAmount, QuarterReport, ReportAct
from zyk.projects.rules.project import can_fill, next_state

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


def due_day(project: Project, year: int, quarter: int) -> date | None:
    """The fourth quarter is due in January of the next year; None where the rulebook sets no day."""
    for deadline in project.application.cycle.rulebook.edition.quarter_deadlines:
        if deadline.quarter == quarter:
            return date(year + 1 if quarter == 4 else year, deadline.month, deadline.day)
    return None


@transaction.atomic
def fill_report(
    report: QuarterReport, *, received: Received, spent: Spent, note: str, actor: Actor, at: datetime
) -> None:
    """Hand in cumulative amounts in fen. They may not fall below the last report's, nor spend more than came in."""
    report = _locked(report)
    if not can_fill(actor, report):
        raise PermissionDenied
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
    QuarterReport.objects.filter(pk=report.pk).update(note=note, filled_at=at)
    move(report, ReportState.FILLED, moves=REPORT_MOVES, actor=actor)
    _note_act(report, ReportState.FILLED, note, actor, at)
    _tell_next(report)


@transaction.atomic
def pass_report(report: QuarterReport, *, opinion: str, actor: Actor, at: datetime) -> None:
    """Pass it on to the next level."""
    report = _locked(report)
    state = next_state(actor, report)
    if state is None:
        raise PermissionDenied
    move(report, state, moves=REPORT_MOVES, actor=actor, why=opinion)
    _note_act(report, state, opinion, actor, at)
    _tell_next(report)


@transaction.atomic
def return_report(report: QuarterReport, *, opinion: str, actor: Actor, at: datetime) -> None:
    """Send it back from any level; what the levels said before stays readable."""
    report = _locked(report)
    if next_state(actor, report) is None:
        raise PermissionDenied
    if not opinion.strip():
        raise ValidationError({"opinion": _("请说明退回理由")})
    move(report, ReportState.RETURNED, moves=REPORT_MOVES, actor=actor, why=opinion)
    _note_act(report, ReportState.RETURNED, opinion, actor, at)
    _tell_next(report)


def _check_amounts(report: QuarterReport, received: Received, spent: Spent) -> None:
    errors = {}
    earlier = _earlier_amounts(report)
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


def _earlier_amounts(report: QuarterReport) -> dict[tuple[str, str, str], int]:
    """The amounts of the last report that was filled before this one."""
    earlier = (
        QuarterReport.objects.filter(project=report.project)
        .exclude(state=ReportState.UNFILLED)
        .exclude(pk=report.pk)
        .order_by("-year", "-quarter")
    )
    last = next((each for each in earlier if (each.year, each.quarter) < (report.year, report.quarter)), None)
    if last is None:
        return {}
    return {(row.direction, row.source, row.line_code): row.amount_fen for row in last.amounts.all()}


def _note_act(report: QuarterReport, state: str, opinion: str, actor: Actor, at: datetime) -> None:
    ReportAct.objects.create(
        report=report, to_state=state, opinion=opinion, by=actor.user, capacity=actor.trail_capacity, at=at
    )


NEXT_ROLE = {
    ReportState.FILLED: Role.FINANCE_HEAD,
    ReportState.FINANCE_PASSED: Role.PROJECT_LEAD,
    ReportState.RETURNED: Role.HOST_EDITOR,
}


def _tell_next(report: QuarterReport) -> None:
    role = NEXT_ROLE.get(ReportState(report.state))
    if role:
        notify(
            people_in_role(report.project.lead_host, role),
            text=_("%(report)s 季报待你处理：%(state)s") % {"report": report, "state": ReportState(report.state).label},
            english_text=f"Quarter report {report} waits for you.",
            url=f"/projects/reports/{report.uuid}/",
            mail=True,
        )


def _locked(report: QuarterReport) -> QuarterReport:
    return (
        QuarterReport.objects.select_for_update(of=("self",))
        .select_related("project__lead_host", "project__library", "project__application__cycle__rulebook")
        .get(pk=report.pk)
    )


def last_quarter_before(day: date) -> tuple[int, int]:
    """(year, quarter) of the last quarter that is over on `day`."""
    quarter = (day.month - 1) // 3
    return (day.year, quarter) if quarter else (day.year - 1, 4)
