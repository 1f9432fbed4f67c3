"""The two charts of a library's page, and the same numbers as rows of a table."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from zyk.accounts.enums import UserKind

Weeks = list[list[Any]]


def weeks_chart(weeks: Weeks) -> dict[str, Any]:
    """Acts by week: credible solid, raw grey and dashed."""
    return {
        "legend": {},
        "xAxis": {"type": "category", "data": [week[0] for week in weeks]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": _("可信"), "type": "line", "data": [week[2] for week in weeks], "showSymbol": len(weeks) < 3},
            {
                "name": _("原始"),
                "type": "line",
                "tone": "quiet",
                "lineStyle": {"type": "dashed"},
                "data": [week[1] for week in weeks],
                "showSymbol": len(weeks) < 3,
            },
        ],
    }


def weeks_rows(weeks: Weeks) -> list[dict[str, Any]]:
    """Newest first."""
    names = ("acts", "credible_acts", "actors", "credible_actors")
    return [{"week": parse_date(week[0]), **dict(zip(names, week[1:], strict=True))} for week in reversed(weeks)]


def kinds_chart(kinds: list[list[Any]]) -> dict[str, Any]:
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


def area_kinds_chart(kinds: list[list[Any]]) -> dict[str, Any]:
    return kinds_chart([row[:3] for row in kinds])


def area_kinds_rows(kinds: list[list[Any]]) -> list[dict[str, Any]]:
    names = ("users", "active", "days")
    return [{"kind": UserKind(row[0]).label, **dict(zip(names, row[1:], strict=True))} for row in kinds]
