"""Computed figures with what the rulebook says of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zyk.common.moves import Tone
from zyk.library.models import Library
from zyk.monitoring.figures import why_words
from zyk.monitoring.formulas import FORMULAS, Formula
from zyk.monitoring.models import Computation, IndicatorResult
from zyk.rulebook.edition import Words
from zyk.rulebook.edition.measures import Indicator
from zyk.rulebook.enums import Comparison, Dimension, MeasuredWindow, Unit


@dataclass(frozen=True)
class Measured:
    """One indicator as a page shows it: the rulebook's words, the figure, and how it was had."""

    indicator: Indicator
    result: IndicatorResult
    computed_at: datetime

    @property
    def formula(self) -> Formula | None:
        return FORMULAS.get(self.indicator.formula)

    @property
    def unit_words(self) -> str:
        return "" if self.indicator.unit == Unit.SHARE else str(Unit(self.indicator.unit).label)

    @property
    def gauge_unit(self) -> str:
        return "ratio" if self.indicator.unit == Unit.SHARE else self.unit_words

    @property
    def window_words(self) -> str:
        return str(MeasuredWindow(self.indicator.window).label)

    @property
    def is_share(self) -> bool:
        return self.indicator.unit == Unit.SHARE

    @property
    def why(self) -> Words | None:
        return why_words(self.result.why) if self.result.why else None

    @property
    def raw(self) -> str:
        return written(self.result.raw_value, self.is_share)

    @property
    def credible(self) -> str:
        return written(self.result.credible_value, self.is_share)

    @property
    def threshold(self) -> str:
        """With its sign; "" when none is set."""
        if self.result.threshold is None:
            return ""
        sign = "≤" if self.indicator.comparison == Comparison.MAX else "≥"
        return f"{sign} {written(self.result.threshold, self.is_share, decimals=0)}"

    @property
    def missed_by(self) -> str:
        """How far from the threshold, in words; "" when it is met or not judged."""
        value, threshold = self.result.credible_value, self.result.threshold
        if self.result.is_met is not False or value is None or threshold is None:
            return ""
        gap, is_over = abs(threshold - value), value > threshold
        if self.is_share:
            words = _("超出 %(gap)s 个百分点") if is_over else _("差 %(gap)s 个百分点")
            return words % {"gap": f"{gap * 100:.1f}"}
        words = _("超出 %(gap)s") if is_over else _("差 %(gap)s")
        return words % {"gap": f"{written(gap, False)} {self.unit_words}".strip()}

    @property
    def standing(self) -> "Standing":
        return standing_of(self.result)


@dataclass(frozen=True)
class Standing:
    """Whether a figure meets its threshold, in one sign."""

    code: str
    tone: Tone
    label: object


MET = Standing("met", Tone.OK, gettext_lazy("达到"))
MISSED = Standing("missed", Tone.BAD, gettext_lazy("不足"))
NOT_SET = Standing("not-set", Tone.IDLE, gettext_lazy("门槛未设定"))
NOT_MEASURABLE = Standing("not-measurable", Tone.WARN, gettext_lazy("尚不能计算"))
STANDINGS = (MISSED, NOT_MEASURABLE, MET, NOT_SET)


def standing_of(result: IndicatorResult) -> Standing:
    if result.credible_value is None:
        return NOT_MEASURABLE
    if result.is_met is None:
        return NOT_SET
    return MET if result.is_met else MISSED


@dataclass(frozen=True)
class Report:
    """Everything one computation found."""

    computation: Computation
    measured: list[Measured]

    @cached_property
    def by_dimension(self) -> list[tuple[Dimension, list[Measured]]]:
        return [(each, [m for m in self.measured if m.indicator.dimension == each]) for each in Dimension]

    @cached_property
    def judged(self) -> list[Measured]:
        """Indicators with a threshold, the missed ones first: the readiness for acceptance."""
        order = {standing.code: place for place, standing in enumerate(STANDINGS)}
        with_threshold = [each for each in self.measured if each.indicator.threshold is not None]
        return sorted(with_threshold, key=lambda each: order[each.standing.code])

    @cached_property
    def unset(self) -> list[Measured]:
        """Indicators the rulebook names without a threshold: shown, never judged."""
        return [each for each in self.measured if each.indicator.threshold is None]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Standing code → number of indicators."""
        codes = [each.standing.code for each in self.judged]
        return {standing.code: codes.count(standing.code) for standing in STANDINGS} | {NOT_SET.code: len(self.unset)}

    def of(self, code: str) -> Measured | None:
        return next((each for each in self.measured if each.indicator.code == code), None)


def latest_computation(library: Library, *, on: date | None = None) -> Computation | None:
    """The last computation of the newest day; of the day `on` when it is given."""
    rows = Computation.objects.filter(library=library).select_related("rulebook", "library")
    return (rows.filter(as_of=on) if on else rows).order_by("-as_of", "-id").first()


def latest_results(library: Library) -> Report | None:
    """The newest figures of the library; None while nothing was computed."""
    computation = latest_computation(library)
    return report_of(computation) if computation else None


def report_of(computation: Computation) -> Report:
    results = {result.code: result for result in computation.results.all()}
    return Report(
        computation,
        [
            Measured(indicator, results[indicator.code], computation.computed_at)
            for indicator in computation.rulebook.edition.indicators
            if indicator.code in results
        ],
    )


def measured_of(result: IndicatorResult) -> Measured | None:
    """The one figure with its words; None when the rulebook no longer has the indicator."""
    edition = result.computation.rulebook.edition
    found = next((each for each in edition.indicators if each.code == result.code), None)
    return Measured(found, result, result.computation.computed_at) if found else None


def history_of(library: Library) -> QuerySet[Computation]:
    return Computation.objects.filter(library=library).select_related("rulebook").order_by("-as_of", "-id")


def written(value: Decimal | None, is_share: bool, *, decimals: int = 1) -> str:
    """A share as per cent, anything else grouped with at most two decimals; a dash when it is not known."""
    if value is None:
        return "—"
    if is_share:
        return f"{value * 100:.{decimals}f}%"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")
