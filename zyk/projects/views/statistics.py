"""Statistics of the programme, for the ministry over all provinces, for a province over its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES, Role
from zyk.common.audience import audience
from zyk.common.money import wan
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.queries.statistics import AXES, Line, Statistics, statistics, years_of

OFFICERS = (*MINISTRY_ROLES, Role.PROVINCE_OFFICER)


@audience(*OFFICERS)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    axis, year = _chosen(request)
    found = statistics(actor_in(request), axis, year=year)
    context = {
        "axis": axis,
        "axes": AXES.items(),
        "year": year,
        "years": years_of(actor_in(request)),
        "found": found,
        "chart": _chart(found),
        "is_filtered": year is not None,
    }
    return render(request, "projects/project/statistics.html", context)


@audience(*OFFICERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    axis, year = _chosen(request)
    found = statistics(actor_in(request), axis, year=year)
    header = [
        str(AXES[axis]).removeprefix("按"), _("申请"), _("备选申请"), _("升级改进申请"), _("列入备选库"),
        _("申请部本专项（万元）"), _("立项"), _("部本专项支持（万元）"), _("验收通过"), _("暂缓通过"), _("验收不通过"),
    ]  # fmt: skip
    rows = [*(_cells(line) for line in found.lines), [_("合计"), *_cells(found.whole)[1:]]]
    return xlsx_response(_("项目统计") + ".xlsx", header, rows)


def _cells(line: Line) -> list[Any]:
    return [
        line.name, line.applications, line.candidates, line.upgrades, line.pooled, _wan(line.asked_fen), line.projects,
        _wan(line.grant_fen), line.passed, line.withheld, line.failed,
    ]  # fmt: skip


def _wan(fen: int | None) -> str:
    return "" if fen is None else wan(fen).replace(",", "")


def _chart(found: Statistics) -> dict[str, Any]:
    """Applications, approvals and acceptances side by side; the table below says the same."""
    series = [
        (_("申请"), [line.applications for line in found.lines]),
        (_("立项"), [line.projects for line in found.lines]),
        (_("验收通过"), [line.passed for line in found.lines]),
    ]
    return {
        "legend": {"show": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [line.name for line in found.lines]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "bar", "name": name, "data": data} for name, data in series],
    }


def _chosen(request: HttpRequest) -> tuple[str, int | None]:
    axis, year = request.GET.get("by", ""), request.GET.get("year", "")
    return axis if axis in AXES else "province", int(year) if year.isdecimal() and len(year) == 4 else None
