"""预算执行: which quarter reports there are, what they say, and the rates.

到位率 receipt_rate = received / budget, 支出率 spend_rate = spent / budget of the same cell; None without budget."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.common.money import share
from zyk.projects.enums import BudgetScope, Direction, ProjectState, ReportState
from zyk.projects.enums.project import ENDED
from zyk.projects.models import BudgetLine, Cycle, Project, QuarterAmount, QuarterReport
from zyk.rulebook.edition import Edition

Amounts = dict[tuple[str, str, str], int]  # (direction, source, spending line or "") → fen
HANDED_IN = (
    ReportState.FILLED,
    ReportState.FINANCE_PASSED,
    ReportState.LEAD_PASSED,
    ReportState.PROVINCE_SEEN,
    ReportState.MINISTRY_PASSED,
    ReportState.RETURNED,
)


@dataclass(frozen=True)
class Cell:
    """Money of one kind, in fen."""

    budget: int | None = None
    received: int = 0
    spent: int = 0

    @property
    def receipt_rate(self) -> Decimal | None:
        return share(self.received, self.budget or 0)

    @property
    def spend_rate(self) -> Decimal | None:
        return share(self.spent, self.budget or 0)


@dataclass(frozen=True)
class Execution:
    """How a project's money came in and went out, by source and by first-level spending line."""

    report: QuarterReport | None
    total: Cell
    sources: list[tuple[Any, Cell]] = field(default_factory=list)
    lines: list[tuple[Any, Cell]] = field(default_factory=list)
    has_budget: bool = False


def reports_for(actor: Actor) -> QuerySet[QuarterReport]:
    return QuarterReport.objects.filter(project__in=Project.objects.visible_to(actor)).select_related(
        "project__library", "project__lead_host__province", "project__application__cycle__rulebook"
    )


# -- quarters ---------------------------------------------------------------------------------------------------------
def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3 + 1


def last_quarter_before(day: date) -> tuple[int, int]:
    """(year, quarter) of the last quarter that is over on `day`."""
    year, quarter = quarter_of(day)
    return (year, quarter - 1) if quarter > 1 else (year - 1, 4)


def due_day(project: Project, year: int, quarter: int) -> date | None:
    """By the rulebook of the project's cycle; None where it sets no day."""
    return project.application.cycle.rulebook.edition.quarter_due(year, quarter)


def quarters_to_report(project: Project, today: date) -> list[tuple[int, int]]:
    """From the quarter of approval to the last one that is over (or in which the project ended), newest first."""
    first, last = quarter_of(project.approved_on), last_quarter_before(today)
    ended = _ended_on(project)
    if ended:
        last = min(last, quarter_of(ended))
    quarters = []
    while last >= first:
        quarters.append(last)
        last = (last[0], last[1] - 1) if last[1] > 1 else (last[0] - 1, 4)
    return quarters


def reports_of(project: Project, today: date) -> list[QuarterReport]:
    """One report for each quarter to report on; those nobody has begun are not stored yet."""
    stored = {(report.year, report.quarter): report for report in project.quarter_reports.all()}
    quarters = sorted({*stored, *quarters_to_report(project, today)}, reverse=True)
    return [
        stored.get((year, quarter))
        or QuarterReport(project=project, year=year, quarter=quarter, due_on=due_day(project, year, quarter))
        for year, quarter in quarters
    ]


def _ended_on(project: Project) -> date | None:
    if project.state not in ENDED:
        return None
    if project.state == ProjectState.TERMINATED:
        return project.ended_on
    at = project.acceptances.aggregate(at=Max("concluded_at"))["at"]
    return timezone.localdate(at) if at else None


# -- amounts ----------------------------------------------------------------------------------------------------------
def amounts_of(report: QuarterReport | None) -> Amounts:
    if report is None or report.pk is None:
        return {}
    return {(row.direction, row.source, row.line_code): row.amount_fen for row in report.amounts.all()}


def report_before(report: QuarterReport) -> QuarterReport | None:
    """The last report on an earlier quarter that was handed in."""
    earlier = Q(year__lt=report.year) | Q(year=report.year, quarter__lt=report.quarter)
    handed_in = QuarterReport.objects.filter(earlier, project_id=report.project_id, state__in=HANDED_IN)
    return handed_in.order_by("-year", "-quarter").first()


def last_report(project: Project) -> QuarterReport | None:
    """The newest report that was handed in."""
    return project.quarter_reports.filter(state__in=HANDED_IN).order_by("-year", "-quarter").first()


def budget_cells(project: Project, scope: str = BudgetScope.TOTAL) -> dict[tuple[str, str], int]:
    """(source, first-level spending line) → fen of the budget, taken over from the application."""
    rows = (
        BudgetLine.objects.filter(budget__application_id=project.application_id, budget__scope=scope, level=1)
        .exclude(source="")
        .values_list("source", "line_code")
        .annotate(amount=Sum("amount_fen"))
    )
    return {(source, line): amount for source, line, amount in rows}


def execution_of(project: Project, report: QuarterReport | None = None) -> Execution:
    """Against the whole budget; by the newest report handed in unless another is given. Three queries."""
    report = report or last_report(project)
    edition = project.application.cycle.rulebook.edition
    return execution(budget_cells(project), amounts_of(report), edition, report)


def execution(
    budget: dict[tuple[str, str], int], amounts: Amounts, edition: Edition, report: QuarterReport | None = None
) -> Execution:
    spent = {(source, line): fen for (way, source, line), fen in amounts.items() if way == Direction.SPENT}
    received = {source: fen for (way, source, _line), fen in amounts.items() if way == Direction.RECEIVED}
    sources = [
        (
            source,
            Cell(
                sum(fen for (each, _line), fen in budget.items() if each == source.code) if budget else None,
                received.get(source.code, 0),
                sum(fen for (each, _line), fen in spent.items() if each == source.code),
            ),
        )
        for source in edition.fund_sources
    ]
    lines = [
        (
            line,
            Cell(
                sum(fen for (_source, each), fen in budget.items() if each == line.code) if budget else None,
                0,
                sum(fen for (_source, each), fen in spent.items() if each == line.code),
            ),
        )
        for line in edition.spending_lines
    ]
    whole = Cell(sum(budget.values()) if budget else None, sum(received.values()), sum(spent.values()))
    return Execution(report, whole, sources, lines, bool(budget))


# -- all projects of a quarter ----------------------------------------------------------------------------------------
def quarter_overview(
    actor: Actor, *, year: int, quarter: int, today: date, state: str = "", is_late: bool = False, text: str = ""
) -> QuerySet[Project]:
    """One row a project that reports on the quarter, with its report's figures; also those nobody has begun.

    Rows carry report_uuid, report_state, report_due_on, report_filled_at, budget_fen, received_fen, spent_fen."""
    report = QuarterReport.objects.filter(project=OuterRef("pk"), year=year, quarter=quarter)
    last_day = _last_day(year, quarter)
    rows = (
        Project.objects.visible_to(actor)
        .filter(approved_on__lte=last_day)
        .select_related("library", "lead_host__province", "application__cycle__rulebook")
        .annotate(
            report_uuid=Subquery(report.values("uuid")[:1]),
            report_state=Subquery(report.values("state")[:1]),
            report_due_on=Subquery(report.values("due_on")[:1]),
            report_filled_at=Subquery(report.values("filled_at")[:1]),
            budget_fen=Subquery(_budget_sums()),
            received_fen=Subquery(_amount_sums(year, quarter, Direction.RECEIVED)),
            spent_fen=Subquery(_amount_sums(year, quarter, Direction.SPENT)),
        )
        .filter(Q(report_uuid__isnull=False) | ~Q(state__in=ENDED))
    )
    if text:
        rows = rows.filter(
            Q(code__icontains=text) | Q(library__name__icontains=text) | Q(lead_host__search_text__icontains=text)
        )
    if state == ReportState.UNFILLED:
        rows = rows.filter(Q(report_state=state) | Q(report_state__isnull=True))
    elif state:
        rows = rows.filter(report_state=state)
    return rows.filter(_late(year, quarter, today)) if is_late else rows


def _late(year: int, quarter: int, today: date) -> Q:
    """As `rules.project.is_late`, in the database; a report nobody has begun goes by its cycle's rulebook."""
    late = Q(report_filled_at__isnull=True, report_due_on__lt=today) | Q(report_filled_at__date__gt=F("report_due_on"))
    overdue = [cycle for cycle, due in due_days(year, quarter).items() if due and due < today]
    return late | Q(report_uuid__isnull=True, application__cycle__in=overdue)


def due_days(year: int, quarter: int) -> dict[int, date | None]:
    """By the id of the cycle."""
    cycles = Cycle.objects.select_related("rulebook")
    return {cycle.pk: cycle.rulebook.edition.quarter_due(year, quarter) for cycle in cycles}


def _budget_sums() -> QuerySet[Any]:
    return (
        BudgetLine.objects.filter(
            budget__application=OuterRef("application_id"), budget__scope=BudgetScope.TOTAL, level=1
        )
        .exclude(source="")
        .order_by()
        .values("budget__application")
        .annotate(amount=Sum("amount_fen"))
        .values("amount")
    )


def _amount_sums(year: int, quarter: int, direction: str) -> QuerySet[Any]:
    return (
        QuarterAmount.objects.filter(
            report__project=OuterRef("pk"), report__year=year, report__quarter=quarter, direction=direction
        )
        .order_by()
        .values("report__project")
        .annotate(amount=Sum("amount_fen"))
        .values("amount")
    )


def _last_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3, 30 if quarter in (2, 3) else 31)
