"""The charts of the monitoring pages, and the same numbers as rows of a table."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from zyk.accounts.enums import UserKind
from zyk.monitoring.queries.trends import Step

Chart = dict[str, Any]
Counts = Mapping[str, int]


def trend_chart(steps: Sequence[Step], *, people: bool = False) -> Chart:
    """Acts, or people, by day, week or month: credible solid, raw grey and dashed."""
    raw = [step.actors if people else step.acts for step in steps]
    credible = [step.credible_actors if people else step.credible_acts for step in steps]
    return _lines([step.begins.isoformat() for step in steps], {_("可信"): credible}, quiet={_("原始"): raw})


def lines_chart(days: Sequence[str], series: Mapping[str, Sequence[Any]]) -> Chart:
    """Several libraries, one line each; None where a library has nothing."""
    return _lines(days, series)


def _lines(days: Sequence[str], series: Mapping[str, Sequence[Any]], quiet: Mapping[str, Sequence[Any]] = {}) -> Chart:
    few = len(days) < 3
    drawn = [{"name": name, "type": "line", "data": list(data), "showSymbol": few} for name, data in series.items()]
    drawn += [
        {
            "name": name,
            "type": "line",
            "tone": "quiet",
            "lineStyle": {"type": "dashed"},
            "data": list(data),
            "showSymbol": few,
        }
        for name, data in quiet.items()
    ]
    return {
        "legend": {},
        "xAxis": {"type": "category", "data": list(days)},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": drawn,
    }


def kinds_chart(kinds: list[list[Any]]) -> Chart:
    """Registered and active users by kind."""
    return {
        "legend": {},
        "xAxis": {"type": "category", "data": [str(UserKind(row[0]).label) for row in kinds]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": _("注册用户"), "type": "bar", "data": [row[1] for row in kinds]},
            {"name": _("近 12 个月活跃"), "type": "bar", "data": [row[2] for row in kinds]},
        ],
    }


def kinds_rows(kinds: list[list[Any]]) -> list[dict[str, Any]]:
    names = ("users", "active", "acts", "credible_acts", "days")
    return [{"kind": UserKind(row[0]).label, **dict(zip(names, row[1:], strict=True))} for row in kinds]


def area_kinds_rows(kinds: list[list[Any]]) -> list[dict[str, Any]]:
    names = ("users", "active", "days")
    return [{"kind": UserKind(row[0]).label, **dict(zip(names, row[1:], strict=True))} for row in kinds]


def bars_chart(rows: Sequence[tuple[str, int]]) -> Chart:
    """Lying bars, the longest on top; for a few kinds."""
    return {
        "grid": {"left": 8, "right": 24, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": [label for label, _number in rows]},
        "series": [{"type": "bar", "barMaxWidth": 18, "data": [number for _label, number in rows]}],
    }


def years_chart(years: Sequence[tuple[int, Decimal | None, Decimal | None]]) -> Chart:
    return {
        "xAxis": {"type": "category", "data": [str(year) for year, _value, _growth in years]},
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 36,
                "data": [None if value is None else float(value) for _year, value, _growth in years],
            }
        ],
    }


def labelled(counts: Counts, choices: type[TextChoices]) -> list[tuple[str, int]]:
    """Codes as words, most first; a code this version does not know stays as it is."""
    return _labelled(counts, lambda code: str(choices(code).label) if code in choices.values else code)


def _labelled(counts: Counts, label: Callable[[str], str]) -> list[tuple[str, int]]:
    rows = [(label(code) if code else str(_("未填写")), number) for code, number in counts.items()]
    return sorted(rows, key=lambda row: -row[1])


def bars_over_time(days: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[int]]) -> Chart:
    """Standing bars over time, one colour a name."""
    return {
        "legend": {},
        "xAxis": {"type": "category", "data": list(days)},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": name, "type": "bar", "barMaxWidth": 28, "data": [row[place] for row in rows]}
            for place, name in enumerate(names)
        ],
    }
