"""One figure: how it was computed, and the rows behind it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import UserKind
from zyk.common.audience import audience
from zyk.common.spreadsheets import csv_response
from zyk.common.templatetags.zyk import said
from zyk.monitoring.credibility import REASONS
from zyk.monitoring.models import IndicatorResult
from zyk.monitoring.queries.libraries import monitored_libraries
from zyk.monitoring.queries.records import all_records, listings_of, result_records
from zyk.monitoring.queries.results import measured_of
from zyk.monitoring.queries.rows import columns_of
from zyk.monitoring.relations import Side
from zyk.monitoring.rules import WATCHERS
from zyk.records.rules import can_read_others

EXPORTED_AT_MOST = 100_000


@audience(*WATCHERS)
@require_GET
def result(request: HttpRequest, uuid: Any) -> HttpResponse:
    """“怎样算出来”: a page, or the inside of the drawer when htmx asks."""
    one = _watched_result(request, uuid)
    measured = measured_of(one)
    if measured is None:
        raise Http404
    context = {"result": one, "measured": measured, "library": one.computation.library, "listings": listings_of(one)}
    context["sides"] = [(side, one.inputs.get(side.value, {})) for side in Side]
    template = "monitoring/_how.html" if request.headers.get("HX-Request") else "monitoring/result.html"
    return render(request, template, context)


@audience(*WATCHERS)
@require_GET
def records(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The very rows that were counted, by keyset; `?export=csv` gives them as a file."""
    one = _watched_result(request, uuid)
    measured, side, listing = measured_of(one), _side(request), request.GET.get("list", "counted")
    listings = listings_of(one)
    if measured is None or listing not in listings:
        raise Http404
    if request.GET.get("export"):
        return _exported(one, side, listing)
    after = request.GET.get("after") or None
    try:
        found = result_records(one, side=side, listing=listing, after=after)
    except ValueError as not_a_key:
        raise Http404 from not_a_key
    context = {
        "result": one,
        "measured": measured,
        "library": one.computation.library,
        "found": found,
        "heads": _heads(found.row),
        "lines": [(_link(request, row), _cells(row, columns_of(found.row))) for row in found.rows],
        "listings": listings,
        "listing": listing,
        "side": side,
        "after": after,
        "counted_then": one.inputs.get(side.value, {}).get(listing),
        "most": EXPORTED_AT_MOST,
    }
    return render(request, "monitoring/records.html", context)


def _link(request: HttpRequest, row: dict[str, Any]) -> str:
    """The statement itself, for those whose work it is to read others' records."""
    if "verb" not in row or not row.get("uuid") or not can_read_others(actor_in(request)):
        return ""
    return reverse("records:statement", args=[row["uuid"]])


def _watched_result(request: HttpRequest, uuid: Any) -> IndicatorResult:
    libraries = monitored_libraries(actor_in(request))
    rows = IndicatorResult.objects.filter(computation__library__in=libraries.values("pk"))
    return get_object_or_404(rows.select_related("computation__library", "computation__rulebook"), uuid=uuid)


def _side(request: HttpRequest) -> Side:
    try:
        return Side(request.GET.get("side", Side.CREDIBLE))
    except ValueError as unknown:
        raise Http404 from unknown


def _heads(row: Any) -> list[str]:
    words = {
        "at": _("时间"),
        "person": _("用户（假名）"),
        "user_kind": _("身份"),
        "organisation": _("单位代码"),
        "verb": _("行为"),
        "thing": _("对象"),
        "excluded": _("剔除原因"),
        "is_real_name": _("实名"),
        "registered_on": _("注册日"),
        "day": _("日"),
        "code": _("代码"),
        "name": _("名称"),
        "title": _("标题"),
        "media_type": _("媒体类型"),
        "published_on": _("发布日"),
        "kind": _("类别"),
        "type": _("类型"),
        "course": _("课程"),
    }
    return [words[column] for column in columns_of(row)]


def _cells(row: dict[str, Any], columns: tuple[str, ...]) -> list[str]:
    return [_written(column, row[column]) for column in columns]


def _written(column: str, value: Any) -> str:
    if column == "at":
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if column == "user_kind" and value in UserKind.values:
        return str(UserKind(value).label)
    if column == "excluded":
        return said(REASONS[value]) if value in REASONS else ""
    if column == "is_real_name":
        return _("是") if value else _("否")
    return "" if value is None else said(value)


def _exported(one: IndicatorResult, side: Side, listing: str) -> HttpResponse:
    row = listings_of(one)[listing].row
    rows = all_records(one, side=side, listing=listing, most=EXPORTED_AT_MOST)
    filename = f"{one.code}-{one.computation.as_of}-{side}-{listing}.csv"
    return csv_response(filename, _heads(row), (_cells(each, columns_of(row)) for each in rows))
