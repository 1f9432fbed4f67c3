"""What a monitoring report says, in plain data: kept figures at the end of the period, and those before it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from zyk.accounts.models import Organisation
from zyk.library.models import Library
from zyk.monitoring.areas import Area
from zyk.monitoring.credibility import REASONS
from zyk.monitoring.enums import Level
from zyk.monitoring.models import AreaComputation, Computation
from zyk.monitoring.queries.areas import AreaMeasured, area_history, area_measured
from zyk.monitoring.queries.results import STANDINGS, Measured, report_of, written
from zyk.monitoring.queries.trends import Step, trend
from zyk.rulebook.edition import Words

Content = dict[str, Any]


def content_of_library(library: Library, begins: date, ends: date) -> Content | None:
    """None when nothing was computed for a day of the period."""
    rows = Computation.objects.filter(library=library).select_related("rulebook", "library").order_by("-as_of", "-id")
    now, before = _now_and_before(rows, begins, ends)
    if now is None:
        return None
    report = report_of(now)
    earlier = {each.indicator.code: each for each in report_of(before).measured} if before else {}
    counts = report.counts
    return _content(now, before, begins, ends) | {
        "about": library.name,
        "code": library.code,
        "host": library.lead_host.name,
        "counts": [[str(standing.code), counts[standing.code]] for standing in STANDINGS],
        "dimensions": _dimensions(report.by_dimension, lambda each: _library_row(each, earlier)),
        "excluded": [[words.zh, words.en, now.excluded.get(code, 0)] for code, words in REASONS.items()],
    }


def content_of_unit(unit: Organisation, begins: date, ends: date) -> Content | None:
    """Over all libraries the unit leads; no thresholds, they are for single libraries."""
    now, before = _now_and_before(area_history(Area(Level.HOST, organisation=unit)), begins, ends)
    if now is None:
        return None
    found = area_measured(before) if before else []
    earlier = {each.indicator.code: each for _dimension, rows in found for each in rows}
    return _content(now, before, begins, ends) | {
        "about": unit.name,
        "code": unit.code,
        "host": unit.name,
        "libraries": now.libraries,
        "counts": [],
        "dimensions": _dimensions(area_measured(now), lambda each: _area_row(each, earlier)),
        "excluded": [],
    }


def _now_and_before(rows: QuerySet[Any], begins: date, ends: date) -> tuple[Any, Any]:
    return rows.filter(as_of__range=(begins, ends)).first(), rows.filter(as_of__lt=begins).first()


def _content(
    now: Computation | AreaComputation, before: Computation | AreaComputation | None, begins: date, ends: date
) -> Content:
    days = [step for step in trend(now, "days") if begins <= step.begins <= ends]
    steps = _every_day(days, begins, now.as_of) if days else []
    steps = steps or [step for step in trend(now, "weeks") if begins <= step.begins <= ends]
    title = now.rulebook.edition.title
    return {
        "begins": begins.isoformat(),
        "ends": ends.isoformat(),
        "as_of": now.as_of.isoformat(),
        "before": before.as_of.isoformat() if before else "",
        "computed_at": f"{timezone.localtime(now.computed_at):%Y-%m-%d %H:%M}",
        "rulebook": [title.zh, title.en],
        "acts": sum(step.acts for step in steps),
        "credible_acts": sum(step.credible_acts for step in steps),
        "steps": [[step.begins.isoformat(), step.acts, step.credible_acts] for step in steps],
    }


def _every_day(days: list[Step], begins: date, ends: date) -> list[Step]:
    """Days without any act stand at 0."""
    found = {step.begins: step for step in days}
    every = (begins + timedelta(days=n) for n in range((ends - begins).days + 1))
    return [found.get(day) or Step(day, 0, 0, 0, 0) for day in every]


def _dimensions(by_dimension: list[tuple[Any, list[Any]]], row: Callable[[Any], Content]) -> list[Content]:
    return [
        {"code": str(dimension.value), "title": _chinese_label(dimension), "rows": [row(each) for each in measured]}
        for dimension, measured in by_dimension
        if measured
    ]


def _library_row(each: Measured, earlier: dict[str, Measured]) -> Content:
    before = earlier.get(each.indicator.code)
    return _row(
        each, each.result.credible_value, before.result.credible_value if before else None, each.is_share, each.why
    ) | {"threshold": each.threshold, "standing": each.standing.code}


def _area_row(each: AreaMeasured, earlier: dict[str, AreaMeasured]) -> Content:
    before = earlier.get(each.indicator.code)
    value, value_before = each.figure["credible"], before.figure["credible"] if before else None
    return _row(each, _number(value), _number(value_before), each.is_share, each.why)


def _row(
    each: Measured | AreaMeasured, value: Decimal | None, before: Decimal | None, is_share: bool, why: Words | None
) -> Content:
    return {
        "code": each.indicator.code,
        "zh": each.indicator.title.zh,
        "en": each.indicator.title.en,
        "raw": each.raw,
        "credible": each.credible,
        "before": written(before, is_share),
        "change": _change(value, before, is_share),
        "why": [why.zh, why.en] if why else [],
        "threshold": "",
        "standing": "",
    }


def _change(value: Decimal | None, before: Decimal | None, is_share: bool) -> str:
    if value is None or before is None:
        return "—"
    gap = value - before
    sign = "+" if gap > 0 else ""
    return f"{sign}{gap * 100:.1f} pp" if is_share else f"{sign}{written(gap, False)}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _chinese_label(choice: Any) -> str:
    with override("zh-hans"):
        return str(choice.label)
