"""The figures of a unit, a province and the nation, as they were last computed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.accounts.models import Organisation, Province
from zyk.common.audience import audience
from zyk.common.spreadsheets import xlsx_response
from zyk.library.enums import MediaType
from zyk.monitoring.areas import Area
from zyk.monitoring.charts import area_kinds_chart, area_kinds_rows, weeks_chart, weeks_rows
from zyk.monitoring.enums import Level
from zyk.monitoring.models import AreaComputation
from zyk.monitoring.queries.areas import (
    AreaMeasured,
    area_history,
    area_measured,
    area_of,
    can_watch,
    contributions,
    measured_provinces,
    measured_units,
    province_grid,
)
from zyk.monitoring.queries.trends import area_figure_history, yearly_growth
from zyk.monitoring.rules import WATCHERS

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
    if computation and request.GET.get("export"):
        return _exported(computation)
    context: dict[str, Any] = {"area": area, "computation": computation, "history": []}
    if computation:
        context |= _drawn(request, area, computation)
    return render(request, "monitoring/area.html", context)


def _drawn(request: HttpRequest, area: Area, computation: AreaComputation) -> dict[str, Any]:
    kept = computation.breakdowns
    codes = {each.code: each for each in computation.rulebook.edition.indicators if each.code in GRID_CODES}
    shown = request.GET.get("figure", GRID_CODES[0])
    is_nation = area.level == Level.NATION
    return {
        "by_dimension": area_measured(computation),
        "history": list(area_history(area)[:SHOWN_HISTORY]),
        "months": weeks_rows(kept.get("months", [])),
        "months_chart": weeks_chart(kept.get("months", [])),
        "kinds": area_kinds_rows(kept.get("kinds", [])),
        "kinds_chart": area_kinds_chart(kept.get("kinds", [])),
        "media": [(MediaType(code).label, number) for code, number in kept.get("media", {}).items()],
        "grid_codes": [codes[code] for code in GRID_CODES if code in codes] if is_nation else [],
        "grid_code": shown if shown in codes else GRID_CODES[0],
        "grid": {code: round(value, 4) for code, value in province_grid(shown).items()} if is_nation else {},
        "provinces": list(measured_provinces().order_by("pk")) if is_nation else [],
        "units": list(measured_units(area.province)) if area.level == Level.PROVINCE else [],
    }


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
