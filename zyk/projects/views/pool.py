"""备选资源库: the candidate pool of a year, public once its batch is published."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.common.audience import ANYONE, audience
from zyk.common.paging import page_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.models import Cycle
from zyk.projects.queries.selection import pool_of, pool_years
from zyk.projects.views.reach import ActorRequest


@audience(ANYONE)
@require_GET
def years(request: ActorRequest) -> HttpResponse:
    return render(request, "projects/selection/pool_years.html", {"years": pool_years()})


@audience(ANYONE)
@require_GET
def pool(request: ActorRequest, year: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, year=year)
    rows = pool_of(cycle)
    for word in request.GET.get("q", "").strip()[:60].split():
        rows = rows.filter(library__name__icontains=word) | rows.filter(library__lead_host__name__icontains=word)
    if request.GET.get("export") == "xlsx":
        lines = (
            [
                entry.library.name,
                entry.library.specialty.name,
                entry.library.lead_host.name,
                entry.library.lead_host.province.short_name if entry.library.lead_host.province else "",
            ]
            for entry in rows
        )
        return xlsx_response(f"{year}.xlsx", [_("资源库"), _("专业"), _("第一主持单位"), _("省份")], lines)
    context = {"cycle": cycle, "page": page_of(request, rows), "text": request.GET.get("q", "").strip()[:60]}
    return render(request, "projects/selection/pool.html", context)
