"""One indicator computed: its numbers raw and credible, and whether the threshold is met."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from zyk.monitoring.formulas import FORMULAS, Formula
from zyk.monitoring.formulas.shape import depends_on_side
from zyk.monitoring.relations.views import Side
from zyk.monitoring.windows import Window, window_of
from zyk.rulebook.edition import Words
from zyk.rulebook.edition.measures import Indicator
from zyk.rulebook.enums import Comparison

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

UNKNOWN_FORMULA = Words(zh="系统中没有这一公式", en="The system does not know this formula")
NOTHING_TO_DIVIDE_BY = Words(zh="分母为零，尚不能计算", en="Cannot be computed yet: there is nothing to divide by")


@dataclass(frozen=True)
class Numbers:
    """What went into a value: `counted`, and `per` when it is divided."""

    counted: int
    per: int | None = None

    @property
    def value(self) -> Fraction | None:
        if self.per is None:
            return Fraction(self.counted)
        return Fraction(self.counted, self.per) if self.per else None

    def written(self) -> dict[str, int]:
        return {"counted": self.counted} | ({} if self.per is None else {"per": self.per})


@dataclass(frozen=True)
class Figure:
    raw: Fraction | None = None
    credible: Fraction | None = None
    is_met: bool | None = None
    window_from: date | None = None
    window_until: date | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    why: str = ""


Look = Callable[[Window, Side], None]
Ask = Callable[[list[str]], list[int]]


def compute(ask: Ask, look: Look, indicators: list[Indicator], as_of: date) -> dict[str, Figure]:
    """The figures by indicator code. `look` points the relations at a window and side, `ask` answers each SQL
    with its one number: any engine will do. Windows are looked through one after another, a number asked for once."""
    figures: dict[str, Figure] = {}
    for measured in dict.fromkeys(indicator.window for indicator in indicators):
        of_window = [indicator for indicator in indicators if indicator.window == measured]
        window = window_of(measured, as_of)
        numbers = {}
        known: dict[str, int] = {}
        for side in Side:
            look(window, side)
            numbers[side] = _count_all(ask, of_window, known)
            known = {sql: number for sql, number in known.items() if not depends_on_side(sql)}
        for indicator in of_window:
            formula = indicator.formula
            figures[indicator.code] = _figure(
                indicator, numbers[Side.RAW].get(formula), numbers[Side.CREDIBLE].get(formula), window
            )
    return figures


def asking(connection: "DuckDBPyConnection") -> Ask:
    """DuckDB as the engine that is asked."""

    def ask(questions: list[str]) -> list[int]:
        return [int(connection.execute(sql).fetchall()[0][0]) for sql in questions]

    return ask


def _count_all(ask: Ask, indicators: list[Indicator], number: dict[str, int]) -> dict[str, Numbers]:
    """`number`: what is known already, SQL → answer; what is asked for joins it."""
    formulas = {each.formula: FORMULAS[each.formula] for each in indicators if each.formula in FORMULAS}
    counted = [part for formula in formulas.values() for part in (formula.counted, formula.per) if part]
    questions = [sql for sql in dict.fromkeys(part.number for part in counted) if sql not in number]
    number.update(zip(questions, ask(questions), strict=True))
    return {
        name: Numbers(number[formula.counted.number], number[formula.per.number] if formula.per else None)
        for name, formula in formulas.items()
        if formula.counted
    }


def _figure(
    indicator: Indicator, raw: Numbers | None, credible: Numbers | None, window: tuple[date | None, date]
) -> Figure:
    begins, ends = window
    if raw is None or credible is None:
        return Figure(window_from=begins, window_until=ends, why=_why_missing(FORMULAS.get(indicator.formula)))
    return Figure(
        raw=raw.value,
        credible=credible.value,
        is_met=is_met(credible.value, indicator.threshold, indicator.comparison),
        window_from=begins,
        window_until=ends,
        inputs={"raw": raw.written(), "credible": credible.written()},
        why="" if credible.value is not None else NOTHING_TO_DIVIDE_BY.zh,
    )


def is_met(value: Fraction | None, threshold: float | None, comparison: str) -> bool | None:
    """Judged on the exact value, not the rounded one; None when nothing is set or nothing is known."""
    if value is None or threshold is None:
        return None
    limit = Fraction(Decimal(str(threshold)))
    return value <= limit if comparison == Comparison.MAX else value >= limit


def rounded(value: Fraction | None) -> Decimal | None:
    """Four decimals, halves upwards, as the column keeps it."""
    if value is None:
        return None
    return Decimal(floor(value * 10000 + Fraction(1, 2))) / 10000


def why_words(zh: str) -> Words:
    """The stored reason in both languages."""
    known = [UNKNOWN_FORMULA, NOTHING_TO_DIVIDE_BY]
    known += [formula.missing for formula in FORMULAS.values() if formula.missing]
    return next((words for words in known if words.zh == zh), Words(zh=zh, en=zh))


def _why_missing(formula: Formula | None) -> str:
    return formula.missing.zh if formula and formula.missing else UNKNOWN_FORMULA.zh
