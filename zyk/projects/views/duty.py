"""Yearly duties of accepted libraries: the overview, one library's, and measuring now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.actions.duty import measure_duty
from zyk.projects.enums import DutyState
from zyk.projects.models import YearlyDuty
from zyk.projects.queries.duty import duties_for, duty_titles, matching_duties
from zyk.projects.rules.duty import can_measure
from zyk.projects.views.project import READERS

SORTS = {
    "year": ("year", "library__name", "code", "id"),
    "name": ("library__name", "year", "code", "id"),
    "host": ("library__lead_host__name", "year", "code", "id"),
    "achieved": ("achieved", "id"),
}


@audience(*READERS)
@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request)
    mine = duties_for(actor_in(request))
    sort = sort_of(request, SORTS, "-year")
    page = page_of(request, mine.filter(matching_duties(**chosen)).order_by(*sort.order_by))
    context = {
        **chosen,
        "states": DutyState.choices,
        "years": list(mine.order_by("-year").values_list("year", flat=True).distinct()),
        "sort": sort,
        "page": page,
        "titles": duty_titles(list(page)),
        "is_filtered": any(chosen.values()),
    }
    return render(request, "projects/acceptance/duties.html", context)


@audience(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    rows = list(duties_for(actor_in(request)).filter(matching_duties(**_chosen(request))).order_by(*SORTS["name"]))
    titles = duty_titles(rows)
    header = [_("资源库"), _("第一主持单位"), _("年度"), _("义务"), _("门槛"), _("完成"), _("统计至"), _("状态")]
    cells = (
        [
            row.library.name,
            row.library.lead_host.name,
            row.year,
            titles[row.code].zh if row.code in titles else row.code,
            _percent(row.threshold),
            _percent(row.achieved),
            row.measured_on or "",
            str(DutyState(row.state).label),
        ]
        for row in rows
    )
    return xlsx_response(_("年度义务") + ".xlsx", header, cells)


@audience(*READERS)
@require_GET
def library_duties(request: HttpRequest, uuid: str) -> HttpResponse:
    """All years of one library against its baseline."""
    rows = _of_library(request, uuid)
    library = rows[0].library
    context = {
        "library": library,
        "baseline": rows[0].baseline,
        "rows": rows,
        "titles": duty_titles(rows),
        "may_measure": can_measure(actor_in(request), library),
        "today": timezone.localdate(),
    }
    return render(request, "projects/acceptance/library_duties.html", context)


@audience(*READERS)
@require_POST
@once
def measure(request: HttpRequest, uuid: str) -> HttpResponse:
    """Measure the open duties of a library as they stand today."""
    rows = _of_library(request, uuid)
    actor, today = actor_in(request), timezone.localdate()
    if not can_measure(actor, rows[0].library):
        raise Http404
    due = [duty for duty in rows if duty.year <= today.year and duty.state != DutyState.BREACHED]
    for duty in due:
        measure_duty(duty, on=today, actor=actor)
    if due:
        messages.success(request, _("已按今天的数据统计。"))
    else:
        messages.info(request, _("义务年度还没有开始，到时每天夜里统计。"))
    return redirect("projects:library_duties", uuid)


def _of_library(request: HttpRequest, uuid: str) -> list[YearlyDuty]:
    found = duties_for(actor_in(request)).filter(library__uuid=uuid).order_by("-year", "code")
    rows = list(found)
    if not rows:
        raise Http404
    return rows


def _percent(share: Any) -> str:
    return "" if share is None else f"{share * 100:.2f}%"


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "state": request.GET.get("state", ""),
        "year": request.GET.get("year", ""),
    }
