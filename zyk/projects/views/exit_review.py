"""退出评估 over all libraries one may see: the list and its export."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.enums import ExitReviewState
from zyk.projects.models import ExitReview, Project
from zyk.projects.views.project import READERS

SORTS = {
    "year": ("year", "library__name", "id"),
    "name": ("library__name", "year", "id"),
    "host": ("library__lead_host__name", "year", "id"),
    "state": ("state", "id"),
}


@audience(*READERS)
@require_GET
def exit_reviews(request: HttpRequest) -> HttpResponse:
    sort = sort_of(request, SORTS, "-year")
    chosen = _chosen(request)
    context = {
        **chosen,
        "states": ExitReviewState.choices,
        "sort": sort,
        "page": page_of(request, _matching(request).order_by(*sort.order_by)),
        "is_filtered": any(chosen.values()),
    }
    return render(request, "projects/acceptance/exit_reviews.html", context)


@audience(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    header = [_("资源库"), _("第一主持单位"), _("年度"), _("状态"), _("主持单位说明"), _("评估意见"), _("结论日期")]
    cells = (
        [
            row.library.name,
            row.library.lead_host.name,
            row.year,
            str(row.get_state_display()),
            row.answer,
            row.opinion,
            timezone.localdate(row.decided_at) if row.decided_at else "",
        ]
        for row in _matching(request).order_by(*SORTS["name"])
    )
    return xlsx_response(_("退出评估") + ".xlsx", header, cells)


def _matching(request: HttpRequest) -> Any:
    libraries = Project.objects.visible_to(actor_in(request)).values("library")
    chosen, found = _chosen(request), Q(library__in=libraries)
    for word in chosen["text"].split():
        found &= Q(library__name__icontains=word) | Q(library__lead_host__search_text__icontains=word)
    if chosen["state"]:
        found &= Q(state=chosen["state"])
    return ExitReview.objects.filter(found).select_related("library__lead_host")


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {"text": request.GET.get("q", "").strip()[:60], "state": request.GET.get("state", "")}
