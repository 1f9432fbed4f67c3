"""A panel: one chart, the same numbers as a table for those who do not see it, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zyk.accounts.enums import UserKind
from zyk.common.spreadsheets import csv_response, xlsx_response
from zyk.library.enums import ApplicationType, MediaType
from zyk.monitoring import charts
from zyk.monitoring.models import AreaComputation, Computation
from zyk.monitoring.queries.results import written
from zyk.monitoring.queries.trends import trend

Kept = Computation | AreaComputation


@dataclass(frozen=True)
class Panel:
    """`rows`: a head and its numbers. `numbers`: how many of the columns after the head are numbers, all."""

    code: str
    title: str
    note: str
    says: str  # what the drawing shows, for those who do not see it
    chart: charts.Chart
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    caption: str = ""

    @property
    def chart_id(self) -> str:
        return f"chart-{self.code}"

    @property
    def is_empty(self) -> bool:
        return not self.rows

    def exported(self, name: str, kind: str) -> HttpResponse:
        filename = f"{name}-{self.title}.{kind}"
        rows = [[_plain(cell) for cell in row] for row in self.rows]
        if kind == "csv":
            return csv_response(filename, self.header, rows)
        return xlsx_response(filename, self.header, rows)


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, int | float | Decimal) else str(cell)


def trend_panel(kept: Kept, span: str, *, people: bool = False) -> Panel:
    """Acts, or people, of the twelve months before the day of the figures."""
    steps = trend(kept, span)
    words = {"days": _("每日"), "weeks": _("每周"), "months": _("每月")}[span]
    thing = _("使用人数") if people else _("行为次数")
    title = _("%(span)s%(thing)s") % {"span": words, "thing": thing}
    head = {"days": _("日"), "weeks": _("周（星期一）"), "months": _("月份")}[span]
    numbers = [
        (step.actors, step.credible_actors) if people else (step.acts, step.credible_acts) for step in reversed(steps)
    ]
    begins = [f"{step.begins:%Y-%m}" if span == "months" else step.begins.isoformat() for step in reversed(steps)]
    return Panel(
        code="people" if people else "acts",
        title=title,
        note=_("人，近 12 个月") if people else _("次，近 12 个月"),
        says=_("%(title)s：虚线为原始，实线为可信") % {"title": title},
        chart=charts.trend_chart(steps, people=people),
        header=[head, _("原始"), _("可信")],
        rows=[(first, *pair) for first, pair in zip(begins, numbers, strict=True)],
        caption=_last_word(kept, steps),
    )


def _last_word(kept: Kept, steps: Sequence[Any]) -> str:
    if not steps:
        return ""
    return _("最近一段自 %(begins)s 起，至 %(ends)s 止，可能未满。") % {
        "begins": date_format(steps[-1].begins),
        "ends": date_format(kept.as_of),
    }


def roles_panel(kept: Kept) -> Panel:
    rows = kept.breakdowns.get("kinds", [])
    is_area = isinstance(kept, AreaComputation)
    columns = [_("学习天数")] if is_area else [_("原始次数"), _("可信次数"), _("学习天数")]
    return Panel(
        code="roles",
        title=_("按用户类型"),
        note=_("人，近 12 个月"),
        says=_("四类用户的注册人数与活跃人数"),
        chart=charts.kinds_chart(rows),
        header=[_("类型"), _("注册"), _("活跃"), *columns],
        rows=[(str(UserKind(row[0]).label), *row[1:]) for row in rows],
        caption=_("活跃：近 12 个月至少有一次可信行为。"),
    )


def media_panel(kept: Kept) -> Panel:
    """What resources are, and where it is known how often they were opened and taken away."""
    rows = charts.labelled(kept.breakdowns.get("media", {}), MediaType)
    uses = {str(MediaType(code).label): pair for code, *pair in kept.breakdowns.get("media_uses", []) if code}
    columns = [_("浏览"), _("下载")] if uses else []
    return Panel(
        code="media",
        title=_("按媒体类型"),
        note=_("个资源"),
        says=_("各媒体类型的资源数"),
        chart=charts.bars_chart(rows),
        header=[_("媒体类型"), _("资源"), *columns],
        rows=[(label, number, *(uses.get(label, (0, 0)) if uses else ())) for label, number in rows],
        caption=_("浏览与下载：近 12 个月的可信次数。") if uses else "",
    )


def applications_panel(kept: Kept) -> Panel:
    rows = charts.labelled(kept.breakdowns.get("applications", {}), ApplicationType)
    return Panel(
        code="applications",
        title=_("按应用类型"),
        note=_("个资源"),
        says=_("各应用类型的资源数"),
        chart=charts.bars_chart(rows[:12]),
        header=[_("应用类型"), _("资源")],
        rows=rows,
        caption=_("图中为资源最多的 12 类，其余见数据表。") if len(rows) > 12 else "",
    )


def years_panel(years: Sequence[tuple[int, Decimal | None, Decimal | None]], title: str, *, is_share: bool) -> Panel:
    """Last credible figure of each year and its growth (domain 6.4)."""
    return Panel(
        code="years",
        title=_("各年：%(title)s") % {"title": title},
        note=_("各年最后一次计算的可信值"),
        says=_("%(title)s的各年可信值") % {"title": title},
        chart=charts.years_chart(years),
        header=[_("年"), _("年末可信值"), _("比上年增长")],
        rows=[(year, written(value, is_share), written(growth, True)) for year, value, growth in reversed(years)],
        caption=_("增长率 = （本年 − 上年）÷ 上年；相等为 0，上年为 0 时记为 100%。没有上年数的不计。"),
    )
