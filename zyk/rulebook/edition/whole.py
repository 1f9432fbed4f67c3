from datetime import date

from zyk.rulebook.edition.forms import Form, Forms
from zyk.rulebook.edition.judging import Acceptance, PerformanceReview, Review, ScoreSheet, ScoreSheets
from zyk.rulebook.edition.measures import (
    BaseStandard,
    CredibleUse,
    Indicator,
    MediaParameter,
    PlatformRequirement,
    YearlyDuty,
)
from zyk.rulebook.edition.money import (
    BudgetPart,
    EconomicClass,
    FundSource,
    PerformanceTarget,
    QuarterDeadline,
    SpendingLine,
)
from zyk.rulebook.edition.process import Condition, Exemption, Recommendation, Route, Routes, Settled, Window
from zyk.rulebook.edition.words import Citation, Part, Words


class Edition(Part, frozen=True):
    """One year's rules. `invented` marks an edition made for trying the system, shown as such on every page."""

    year: int
    code: str
    title: Words
    notice_number: str
    source: Citation
    windows: list[Window]
    routes: Routes
    recommendation: Recommendation
    exemption: Exemption
    conditions: list[Condition]
    forms: Forms
    score_sheets: ScoreSheets
    review: Review
    notice_working_days: int | None
    fund_sources: list[FundSource]
    spending_lines: list[SpendingLine]
    economic_classes: list[EconomicClass]
    budget_parts: list[BudgetPart]
    performance_targets: list[PerformanceTarget]
    quarter_deadlines: list[QuarterDeadline]
    indicators: list[Indicator]
    yearly_duties: list[YearlyDuty]
    media_parameters: list[MediaParameter]
    platform_requirements: list[PlatformRequirement]
    base_standards: list[BaseStandard]
    acceptance: Acceptance
    performance_review: PerformanceReview | None = None
    seals_contents: bool = True
    reconsideration_working_days: int | None = None
    credible_use: CredibleUse | None = None
    citations: dict[str, str] = {}
    settled: list[Settled] = []
    invented: bool = False

    def form_of(self, kind: str) -> Form:
        """The application form of `candidate` or `upgrade`."""
        return self.forms[kind]

    def route_of(self, kind: str) -> Route:
        return self.routes[kind]

    def score_sheet(self, name: str) -> ScoreSheet:
        """The score sheet of `selection` or `acceptance`."""
        return self.score_sheets[name]

    def window_of(self, kind: str, step: str) -> Window | None:
        """The window of one kind of business and one step, None when the edition has none."""
        return next((window for window in self.windows if (window.kind, window.step) == (kind, step)), None)

    def indicator(self, code: str) -> Indicator | None:
        return next((indicator for indicator in self.indicators if indicator.code == code), None)

    def indicator_of_formula(self, formula: str) -> Indicator | None:
        return next((indicator for indicator in self.indicators if indicator.formula == formula), None)

    def quarter_due(self, year: int, quarter: int) -> date | None:
        """The last day for the report on that quarter; the fourth is due in the year after."""
        for deadline in self.quarter_deadlines:
            if deadline.quarter == quarter:
                return date(year + (quarter == 4), deadline.month, deadline.day)
        return None
