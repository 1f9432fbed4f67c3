"""The work list: what is asked, in review, concluded; and what could be asked."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zyk.accounts.actor import Actor, actor_in
from zyk.certification.enums import CertificationState
from zyk.certification.models import Certification
from zyk.certification.queries import (
    certification_counts,
    libraries_worked_on,
    requestable_resources,
    search_certifications,
)
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import csv_response, xlsx_response

SORTS: dict[str, tuple[str, ...]] = {
    "title": ("version__resource__title", "id"),
    "requested": ("created_at", "id"),
    "concluded": ("concluded_at", "id"),
}


@audience(SIGNED_IN)
@require_safe
def certifications(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    chosen = _chosen(request)
    if request.GET.get("show") == "requestable":
        return _requestable(request, actor, chosen)
    sort = sort_of(request, SORTS, "-requested")
    context = {
        "sort": sort,
        "page": page_of(request, search_certifications(actor, **chosen).order_by(*sort.order_by), per_page=30),
    }
    return render(request, "certification/certifications.html", context | _shared(actor, chosen))


@audience(SIGNED_IN)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as filtered, all pages."""
    actor = actor_in(request)
    sort = sort_of(request, SORTS, "-requested")
    rows = _lines(search_certifications(actor, **_chosen(request)).order_by(*sort.order_by))
    header = [
        pgettext("certification", "资源"),
        pgettext("certification", "版本"),
        pgettext("certification", "资源库"),
        pgettext("certification", "标准"),
        _("状态"),
        _("申请时间"),
        _("结论时间"),
        _("审核意见"),
    ]
    as_csv = request.GET.get("format") == "csv"
    answer = csv_response if as_csv else xlsx_response
    return answer(_("资源认证") + (".csv" if as_csv else ".xlsx"), header, rows)


def _requestable(request: HttpRequest, actor: Actor, chosen: dict[str, str]) -> HttpResponse:
    found = requestable_resources(actor, chosen["text"], library=chosen["library"]).order_by("-published_at", "id")
    context = {"page": page_of(request, found, per_page=30)}
    return render(request, "certification/requestable.html", context | _shared(actor, chosen))


def _shared(actor: Actor, chosen: dict[str, str]) -> dict[str, Any]:
    counts = certification_counts(actor)
    return chosen | {
        "is_filtered": any(chosen.values()),
        "counts": [(state, counts.get(state.value, 0)) for state in CertificationState],
        "total": sum(counts.values()),
        "requestable_count": requestable_resources(actor).count(),
        "libraries": libraries_worked_on(actor),
    }


def _chosen(request: HttpRequest) -> dict[str, str]:
    library, state = request.GET.get("library", ""), request.GET.get("state", "")
    try:
        library = str(UUID(library))
    except ValueError:
        library = ""
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "library": library,
        "state": state if state in CertificationState.values else "",
    }


def _lines(found: QuerySet[Certification]) -> list[list[Any]]:
    return [
        [
            one.version.resource.title,
            one.version.number,
            one.standard.library.name,
            str(one.standard),
            one.get_state_display(),
            _moment(one.created_at),
            _moment(one.concluded_at),
            one.opinion,
        ]
        for one in found
    ]


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
