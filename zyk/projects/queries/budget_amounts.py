"""A project's budgets as amounts: to write into the official forms, to compare, to adjust."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from zyk.projects.enums import BudgetScope
from zyk.projects.models import Budget, BudgetLine, Project
from zyk.projects.workbooks.tree import Amount

Frozen = dict[str, dict[str, Any]]  # scope → {"form", "lines"}


@dataclass(frozen=True)
class Difference:
    """One line of a budget before and after, in fen; None where the line does not exist."""

    number: str
    title: str
    level: int
    before: int | None
    after: int | None

    @property
    def by(self) -> int:
        return (self.after or 0) - (self.before or 0)


def amounts_of_budget(budget: Budget) -> list[Amount]:
    return [_amount(line) for line in budget.lines.all()]


def budget_amounts(project: Project) -> dict[BudgetScope, list[Amount]]:
    """The three budgets in force; a scope nobody has filled is left out. Two queries."""
    budgets = project.application.budgets.prefetch_related("lines")
    return {BudgetScope(budget.scope): amounts_of_budget(budget) for budget in budgets}


def frozen_budgets(project: Project) -> Frozen:
    """The budgets in force as plain data, to keep beside an adjustment."""
    budgets = project.application.budgets.prefetch_related("lines")
    return {budget.scope: frozen(budget.form, amounts_of_budget(budget)) for budget in budgets}


def frozen(form: str, amounts: Iterable[Amount]) -> dict[str, Any]:
    return {"form": form, "lines": [asdict(amount) for amount in amounts]}


def thawed(budget: dict[str, Any]) -> list[Amount]:
    return [Amount(**line) for line in budget.get("lines", [])]


def differences(before: Frozen, after: Frozen, scope: str) -> list[Difference]:
    """Lines of one scope whose amount changed, first-level lines always; in the order of the new table."""
    old, new = _by_line(before.get(scope, {})), _by_line(after.get(scope, {}))
    keys = [*new, *(key for key in old if key not in new)]
    rows = [Difference(*key, old.get(key), new.get(key)) for key in keys]
    return [row for row in rows if row.level == 1 or row.before != row.after]


def source_differences(before: Frozen, after: Frozen, scope: str) -> list[tuple[str, int, int]]:
    """(source, before, after) of the whole scope, in fen."""
    sums: dict[str, list[int]] = {}
    for place, budget in enumerate((before.get(scope, {}), after.get(scope, {}))):
        for amount in thawed(budget):
            if amount.level == 1 and amount.source:
                sums.setdefault(amount.source, [0, 0])[place] += amount.amount_fen
    return [(source, old, new) for source, (old, new) in sums.items()]


def _by_line(budget: dict[str, Any]) -> dict[tuple[str, str, int], int]:
    sums: dict[tuple[str, str, int], int] = {}
    for amount in thawed(budget):
        if amount.source:
            key = (amount.number, amount.title, amount.level)
            sums[key] = sums.get(key, 0) + amount.amount_fen
    return sums


def _amount(line: BudgetLine) -> Amount:
    return Amount(
        line.number, line.line_code, line.title, line.level, line.amount_fen, line.source, line.economic_class
    )
