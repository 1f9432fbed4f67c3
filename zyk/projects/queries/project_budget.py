"""The three budgets of a project as tables."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zyk.common.money import share
from zyk.projects.enums import BudgetScope
from zyk.projects.models import Budget, BudgetLine, Project
from zyk.rulebook.edition import Edition


@dataclass(frozen=True)
class Row:
    number: str
    title: Any
    level: int
    cells: list[int | None]  # by source, in the rulebook's order
    total: int
    share: Decimal | None


@dataclass(frozen=True)
class BudgetTable:
    """Lines × sources; economic classes where the workbook has them. `shares` are of the whole, by source."""

    budget: Budget
    rows: list[Row]
    totals: list[int]
    shares: list[Decimal | None]
    total: int
    raised: int
    raised_share: Decimal | None
    classes: list[tuple[Any, int, Decimal | None]]


def budget_tables(project: Project) -> list[BudgetTable]:
    """In the order total, year 1, year 2; a scope nobody has filled is left out. Two queries."""
    edition = project.application.cycle.rulebook.edition
    budgets = project.application.budgets.select_related("workbook").prefetch_related("lines")
    by_scope = {budget.scope: budget for budget in budgets}
    return [_table(by_scope[scope], edition) for scope in BudgetScope.values if scope in by_scope]


def _table(budget: Budget, edition: Edition) -> BudgetTable:
    lines = list(budget.lines.all())
    sources = [source.code for source in edition.fund_sources]
    top = [line for line in lines if line.level == 1 and line.source]
    total = sum(line.amount_fen for line in top)
    totals = [sum(line.amount_fen for line in top if line.source == source) for source in sources]
    raised = sum(fen for fen, source in zip(totals, edition.fund_sources, strict=True) if source.raised)
    return BudgetTable(
        budget=budget,
        rows=_rows([line for line in lines if line.source], sources, total),
        totals=totals,
        shares=[share(fen, total) for fen in totals],
        total=total,
        raised=raised,
        raised_share=share(raised, total),
        classes=_classes([line for line in lines if line.economic_class], edition),
    )


def _rows(lines: list[BudgetLine], sources: list[str], total: int) -> list[Row]:
    """Amounts of the same line stand in one row, in the order of the form."""
    grouped: dict[tuple[int, str, str], dict[str, int]] = {}
    for line in lines:
        cells = grouped.setdefault((line.level, line.number, line.title), {})
        cells[line.source] = cells.get(line.source, 0) + line.amount_fen
    return [
        Row(number, title, level, [cells.get(source) for source in sources], sum(cells.values()),
            share(sum(cells.values()), total))
        for (level, number, title), cells in grouped.items()
    ]  # fmt: skip


def _classes(lines: list[BudgetLine], edition: Edition) -> list[tuple[Any, int, Decimal | None]]:
    titles = {each.code: each.title for each in edition.economic_classes}
    sums: dict[str, int] = {}
    for line in lines:
        if line.level == 1:
            sums[line.economic_class] = sums.get(line.economic_class, 0) + line.amount_fen
    whole = sum(sums.values())
    return [(titles.get(code, code), fen, share(fen, whole)) for code, fen in sums.items()]
