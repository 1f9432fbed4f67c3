"""The figures of a unit, a province and the nation, as they were last computed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.accounts.models import Organisation, Province
from zyk.common.audience import audience
from zyk.common.spreadsheets import xlsx_response
from zyk.monitoring.areas import Area
from zyk.monitoring.enums import Level
from zyk.monitoring.models import AreaComputation
from zyk.monitoring.panels import Panel, applications_panel, media_panel, roles_panel, trend_panel, years_panel
from zyk.monitoring.queries.areas import (
    AreaMeasured,
    area_history,
    area_measured,
    area_of,
    can_watch,
    contributions,
)
from zyk.monitoring.queries.growth import Growing, growing_hosts, growing_provinces
from zyk.monitoring.queries.trends import area_figure_history, yearly_growth
from zyk.monitoring.rules import WATCHERS, can_send_report
from zyk.monitoring.views.shared import SPANS, exported_panel, span_in
from zyk.rulebook.enums import Unit

SHOWN_HISTORY = 10
GRID_CODES = ("active_users", "users_total", "resources_total", "learning_days", "active_user_share")


@audience(*WATCHERS)
@require_GET
def nation(request: HttpRequest) -> HttpResponse:
    return _page(request, Area(Level.NATION))


@audience(*WATCHERS)
@require_GET
def province(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, Area(Level.PROVINCE, province=get_object_or_404(Province, pk=code)))


@audience(*WATCHERS)
@require_GET
def unit(request: HttpRequest, uuid: Any) -> HttpResponse:
    """As host; `?as=participant`: what the people of the unit use, anywhere."""
    level = Level.PARTICIPANT if request.GET.get("as") == "participant" else Level.HOST
    return _page(request, Area(level, organisation=get_object_or_404(Organisation, uuid=uuid)))


@audience(*WATCHERS)
@require_GET
def figure(request: HttpRequest, uuid: Any, code: str) -> HttpResponse:
    """One figure: formula, window, numerator and denominator, and each library's own, which opens to its records."""
    one = get_object_or_404(AreaComputation.objects.select_related("rulebook", "province", "organisation"), uuid=uuid)
    area = area_of(one)
    if not can_watch(actor_in(request), area):
        raise Http404
    measured = _measured(one, code)
    if measured is None:
        raise Http404
    points = area_figure_history(area, code)
    context = {
        "computation": one,
        "measured": measured,
        "contributions": list(contributions(one, code)) if area.level != Level.PARTICIPANT else [],
        "years": yearly_growth(points),
    }
    return render(request, "monitoring/area_figure.html", context)


def _page(request: HttpRequest, area: Area) -> HttpResponse:
    actor = actor_in(request)
    if not can_watch(actor, area):
        raise Http404
    computation = _chosen(request, area)
    drawn = _drawn(request, area, computation) if computation else {}
    if computation and (asked := request.GET.get("export")):
        if asked == "growth":
            return _exported_growth(computation, drawn["growing"], drawn["is_share"])
        panels = (drawn["acts"], drawn["people"], *drawn["panels"])
        return exported_panel(request, panels, f"{computation}") or _exported(computation)
    may_send = area.level == Level.HOST and area.organisation and can_send_report(actor, area.organisation)
    context: dict[str, Any] = {"area": area, "computation": computation, "may_send": may_send, **drawn}
    return render(request, "monitoring/area.html", context)


def _drawn(request: HttpRequest, area: Area, computation: AreaComputation) -> dict[str, Any]:
    codes = {each.code: each for each in computation.rulebook.edition.indicators if each.code in GRID_CODES}
    shown = request.GET.get("figure", "")
    shown = shown if shown in codes else next((code for code in GRID_CODES if code in codes), "")
    is_share = bool(shown) and codes[shown].unit == Unit.SHARE
    growing = _sorted(request, _growing(area, shown, computation)) if shown else []
    span = span_in(request, among=("weeks", "months"), default="months")
    return {
        "by_dimension": area_measured(computation),
        "history": list(area_history(area)[:SHOWN_HISTORY]),
        "spans": SPANS[1:],
        "span": span,
        "acts": trend_panel(computation, span),
        "people": trend_panel(computation, span, people=True),
        "panels": _panels(area, computation, shown, codes[shown].title if shown else "", is_share),
        "figures": [codes[code] for code in GRID_CODES if code in codes],
        "figure": shown,
        "is_share": is_share,
        "growing": growing,
        "sort": request.GET.get("sort", ""),
        "tiles": _tiles(growing, is_share) if area.level == Level.NATION else {},
        "key_figures": _key_figures(computation),
    }


def _key_figures(computation: AreaComputation) -> list[AreaMeasured]:
    found = {each.indicator.code: each for _dimension, rows in area_measured(computation) for each in rows}
    return [found[code] for code in GRID_CODES if code in found and found[code].is_known]


def _panels(area: Area, computation: AreaComputation, code: str, title: Any, is_share: bool) -> list[Panel]:
    points = [each for each in area_figure_history(area, code) if each.as_of <= computation.as_of] if code else []
    panels = [roles_panel(computation)]
    if area.level != Level.PARTICIPANT:
        panels += [media_panel(computation), applications_panel(computation)]
    return [*panels, years_panel(yearly_growth(points), str(title), is_share=is_share)]


def _growing(area: Area, code: str, computation: AreaComputation) -> list[Growing]:
    if area.level == Level.NATION:
        return growing_provinces(code, computation.as_of)
    return growing_hosts(area.province, code, computation.as_of) if area.province else []


def _sorted(request: HttpRequest, rows: list[Growing]) -> list[Growing]:
    """By growth or size as asked, unknown last; else in the usual order of places."""
    by: dict[str, Callable[[Growing], Decimal | None]] = {
        "now": lambda row: row.now,
        "month": lambda row: row.month_growth,
        "year": lambda row: row.year_growth,
    }
    key = by.get(request.GET.get("sort", "").removeprefix("-"))
    if key is None:
        return rows
    known = [(value, row) for row in rows if (value := key(row)) is not None]
    is_down = request.GET["sort"].startswith("-")
    ordered = sorted(known, key=lambda pair: pair[0], reverse=is_down)
    return [row for _value, row in ordered] + [row for row in rows if key(row) is None]


def _tiles(rows: list[Growing], is_share: bool) -> dict[str, int]:
    """Whole numbers, a share in per cent."""
    return {row.place.pk: round(row.now * 100 if is_share else row.now) for row in rows if row.now is not None}


def _exported_growth(computation: AreaComputation, rows: list[Growing], is_share: bool) -> HttpResponse:
    header = [_("地方或单位"), _("可信值"), _("30 天前"), _("较 30 天前"), _("上年末"), _("较上年末")]
    lines = ([str(row.place), row.now, row.month_ago, row.month_growth, row.year_end, row.year_growth] for row in rows)
    return xlsx_response(f"{computation}-{_('增长')}.xlsx", header, lines)


def _chosen(request: HttpRequest, area: Area) -> AreaComputation | None:
    named = request.GET.get("computation")
    if not named:
        return area_history(area).first()
    if not named.isdigit():
        raise Http404
    return get_object_or_404(area_history(area), pk=int(named))


def _measured(computation: AreaComputation, code: str) -> AreaMeasured | None:
    every = (each for _dimension, found in area_measured(computation) for each in found)
    return next((each for each in every if each.indicator.code == code), None)


def _exported(computation: AreaComputation) -> HttpResponse:
    header = [_("维度"), _("指标"), _("原始"), _("可信"), _("时间窗"), _("公式"), _("不能计算的原因")]
    rows = (
        [
            str(dimension.label),
            str(each.indicator.title),
            each.figure["raw"],
            each.figure["credible"],
            each.window_words,
            each.indicator.formula,
            str(each.why or ""),
        ]
        for dimension, found in area_measured(computation)
        for each in found
    )
    return xlsx_response(f"{computation}.xlsx", header, rows)
