"""Budget and performance targets."""

from zyk.rulebook.edition.words import Citation, Part, Words


class FundSource(Part, frozen=True):
    """One of the sources of money; `raised` marks those that together are the 项目筹措资金."""

    code: str
    title: Words
    raised: bool
    source: Citation


class SubLine(Part, frozen=True):
    """A sub-line that is tracked on its own; `tracked_as` is its name in reports."""

    code: str
    title: Words
    tracked_as: Words
    source: Citation


class SpendingLine(Part, frozen=True):
    """`limit` is the highest share (0 to 1) of the whole budget, None while it is not known."""

    code: str
    title: Words
    limit: float | None
    source: Citation
    sub_lines: list[SubLine] = []


class EconomicClass(Part, frozen=True):
    code: str
    title: Words
    source: Citation


class BudgetPart(Part, frozen=True):
    """One of the budgets a project hands in: the whole, and each year. `year` is None for the whole."""

    code: str
    title: Words
    year: int | None
    source: Citation


class PerformanceTarget(Part, frozen=True):
    """A row of the performance target form. Level 1 and 2 are fixed; `level3` None is a heading without fixed rows,
    under which a project adds its own. `computed` is the formula's name where the platform knows the value."""

    code: str
    level1: Words
    level2: Words
    level3: Words | None
    unit: str | None
    computed: str | None
    source: Citation


class QuarterDeadline(Part, frozen=True):
    """The last day for the report on `quarter`; quarter 4 falls in the next year."""

    quarter: int
    month: int
    day: int
    source: Citation
