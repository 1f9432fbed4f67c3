"""All libraries a person watches, with their newest figures."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.library.models import Library
from zyk.monitoring.forms import OverviewFilterForm
from zyk.monitoring.queries.libraries import (
    KEY_CODES,
    Line,
    libraries_by_province,
    monitored_libraries,
    overview_lines,
    standing_counts,
    standing_is,
    with_latest,
)
from zyk.monitoring.rules import WATCHERS

SORTS = {"name": ("name", "id"), "host": ("lead_host__name", "id"), "computed": ("latest_id", "id")}


@audience(*WATCHERS)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    watched = monitored_libraries(actor)
    form = OverviewFilterForm(request.GET)
    rows = _filtered(with_latest(watched), form.cleaned_data if form.is_valid() else {})
    sort = sort_of(request, SORTS, "name")
    rows = rows.order_by(*sort.order_by)
    if request.GET.get("export"):
        return _exported(rows)
    page = page_of(request, rows, per_page=30)
    context = {
        "form": form,
        "sort": sort,
        "page": page,
        "lines": overview_lines(list(page.object_list)),
        "provinces": libraries_by_province(watched) if actor.is_ministry else {},
        "standings": standing_counts(with_latest(watched)),
        "sees_nation": actor.is_ministry or actor.is_any(Role.OPERATOR),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "monitoring/overview.html", context)


def _filtered(rows: QuerySet[Library], chosen: dict[str, Any]) -> QuerySet[Library]:
    text = chosen.get("q", "").strip()
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(lead_host__name__icontains=text) | Q(code=text))
    if chosen.get("province"):
        rows = rows.filter(lead_host__province=chosen["province"])
    if chosen.get("standing"):
        rows = rows.filter(standing=chosen["standing"])
    return standing_is(rows, chosen.get("result", ""))


def _exported(rows: QuerySet[Library]) -> HttpResponse:
    header = [_("编号"), _("资源库"), _("主持单位"), _("省份"), _("项目状态")]
    header += [_("用户总数"), _("资源总数"), _("活跃用户占比"), _("活跃资源占比")]
    header += [_("达到"), _("不足"), _("尚不能计算"), _("统计至"), _("计算时间")]
    lines = overview_lines(list(rows))
    return xlsx_response(_("运行监测") + ".xlsx", header, (_row(line) for line in lines))


def _row(line: Line) -> list[Any]:
    library, computation = line.library, line.computation
    figures = [line.figures[code].credible_value if code in line.figures else None for code in KEY_CODES]
    province = library.lead_host.province
    return [
        library.code,
        library.name,
        library.lead_host.name,
        province.short_name if province else "",
        library.get_standing_display(),
        *figures,
        line.met,
        line.missed,
        line.unknown,
        computation.as_of if computation else None,
        f"{computation.computed_at:%Y-%m-%d %H:%M}" if computation else None,
    ]
