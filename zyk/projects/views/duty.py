"""Yearly duties of accepted libraries: the overview, one library's, and measuring now."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.actions.duty import measure_duty
from zyk.projects.actions.exit_review import can_explain, decide_exit, explain_breach
from zyk.projects.enums import DutyState
from zyk.projects.models import ExitReview, Project, YearlyDuty
from zyk.projects.queries.duty import duties_for, duty_titles, matching_duties
from zyk.projects.queries.support import (
    DUTIES_BREACHED,
    PROJECT_RUNNING,
    UNDER_EXIT_REVIEW,
    accepted_libraries,
    with_support,
)
from zyk.projects.rules.duty import can_measure
from zyk.projects.rules.project import can_confirm
from zyk.projects.views.acting import done_or_told
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
        "reviews": library.exit_reviews.order_by("-year"),
        "may_explain": can_explain(actor_in(request), library),
        "may_decide": can_confirm(actor_in(request)),
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


@audience(*READERS)
@require_POST
@once
def exit_review(request: HttpRequest, uuid: str) -> HttpResponse:
    """The host explains a breach; the ministry decides."""
    actor, now = actor_in(request), timezone.now()
    libraries = duties_for(actor).values("library")
    found = get_object_or_404(ExitReview.objects.select_related("library"), uuid=uuid, library__in=libraries)
    words = request.POST.get("words", "").strip()
    act = request.POST.get("act")
    if act == "explain":
        done_or_told(request, lambda: explain_breach(found, answer=words, actor=actor, at=now), _("说明已提交。"))
    else:
        is_kept = act == "keep"
        decide = lambda: decide_exit(found, is_kept=is_kept, opinion=words, actor=actor, at=now)  # noqa: E731
        done_or_told(request, decide, _("退出评估结论已登记。"))
    return redirect("projects:library_duties", found.library.uuid)


@audience(*READERS)
@require_GET
def support(request: HttpRequest) -> HttpResponse:
    """Accepted libraries and whether they may apply for continued support by an upgrade project."""
    libraries = _supported(request)
    page = page_of(request, libraries)
    pks = [library.pk for library in page]
    context = {
        "page": page,
        "rows": with_support(libraries.filter(pk__in=pks), timezone.localdate()),
        "words": _against(),
        "text": request.GET.get("q", "").strip()[:60],
    }
    return render(request, "projects/acceptance/support.html", context)


@audience(*READERS)
@require_GET
def support_export(request: HttpRequest) -> HttpResponse:
    words = _against()
    header = [_("资源库"), _("第一主持单位"), _("省份"), _("可申请持续支持"), _("原因")]
    cells = (
        [
            row.library.name,
            row.library.lead_host.name,
            row.library.lead_host.province.short_name if row.library.lead_host.province else "",
            _("是") if row.is_eligible else _("否"),
            "；".join(str(words[each]) for each in row.against),
        ]
        for row in with_support(_supported(request), timezone.localdate())
    )
    return xlsx_response(_("持续支持") + ".xlsx", header, cells)


def _supported(request: HttpRequest) -> Any:
    found = accepted_libraries(Project.objects.visible_to(actor_in(request)))
    for word in request.GET.get("q", "").strip()[:60].split():
        found = found.filter(Q(name__icontains=word) | Q(lead_host__search_text__icontains=word))
    return found


def _against() -> dict[str, str]:
    return {
        DUTIES_BREACHED: _("年度义务未达标"),
        UNDER_EXIT_REVIEW: _("正在退出评估"),
        PROJECT_RUNNING: _("已有在建项目"),
    }


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
