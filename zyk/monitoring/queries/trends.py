"""How figures moved: by day, week and month within a computation, and from year to year over kept ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.dateparse import parse_date

from zyk.library.models import Library
from zyk.monitoring.areas import Area
from zyk.monitoring.models import AreaComputation, Computation, IndicatorResult
from zyk.monitoring.queries.areas import area_history

SPANS = ("days", "weeks", "months")


@dataclass(frozen=True)
class Step:
    """A day, or a week or month by its first day."""

    begins: date
    acts: int
    credible_acts: int
    actors: int
    credible_actors: int


@dataclass(frozen=True)
class Point:
    as_of: date
    raw: Decimal | None
    credible: Decimal | None


def trend(computation: Computation | AreaComputation, span: str) -> list[Step]:
    """Acts and people of the twelve months before the computation's day, oldest first. KeyError for another span
    than SPANS; areas keep no days."""
    if span not in SPANS:
        raise KeyError(span)
    rows = computation.breakdowns.get(span, [])
    return [Step(begins, *numbers) for first, *numbers in rows if (begins := parse_date(first))]


def by_role(computation: Computation | AreaComputation) -> dict[str, int]:
    """Active people of the last twelve months by kind of user."""
    return {row[0]: row[2] for row in computation.breakdowns.get("kinds", [])}


def by_media_type(computation: Computation | AreaComputation) -> dict[str, int]:
    return dict(computation.breakdowns.get("media", {}))


def library_history(library: Library, code: str) -> list[Point]:
    """Every kept figure of the library, the last of each day, oldest day first."""
    rows = IndicatorResult.objects.filter(computation__library=library, code=code).order_by(
        "computation__as_of", "computation__id"
    )
    columns = rows.values_list("computation__as_of", "raw_value", "credible_value")
    return _by_day(Point(as_of, raw, credible) for as_of, raw, credible in columns)


def area_figure_history(area: Area, code: str) -> list[Point]:
    rows = area_history(area).order_by("as_of", "id").values_list("as_of", "figures")
    return _by_day(
        Point(as_of, _number(figures[code]["raw"]), _number(figures[code]["credible"]))
        for as_of, figures in rows
        if code in figures
    )


def yearly_growth(points: list[Point]) -> list[tuple[int, Decimal | None, Decimal | None]]:
    """Year → last credible value of the year and its growth against the year before: (b − a) ÷ a, 0 when equal,
    1 when a is 0 (domain 6.4); None for the first year and where a value is not known."""
    last: dict[int, Decimal | None] = {point.as_of.year: point.credible for point in points}
    return [(year, value, growth_of(last.get(year - 1), value)) for year, value in sorted(last.items())]


def growth_of(before: Decimal | None, now: Decimal | None) -> Decimal | None:
    """(now − before) ÷ before; 0 when equal, 1 when there was nothing before."""
    if before is None or now is None:
        return None
    if before == now:
        return Decimal(0)
    return (now - before) / before if before else Decimal(1)


def _by_day(points: Iterable[Point]) -> list[Point]:
    return list({point.as_of: point for point in points}.values())


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
