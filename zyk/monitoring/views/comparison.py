"""Libraries side by side."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.spreadsheets import xlsx_response
from zyk.library.models import Library
from zyk.monitoring.charts import lines_chart
from zyk.monitoring.panels import Panel
from zyk.monitoring.queries.comparison import MOST, Compared, compared
from zyk.monitoring.queries.libraries import monitored_libraries, with_latest
from zyk.monitoring.rules import WATCHERS
from zyk.monitoring.views.shared import SPANS, exported_panel, span_in

SHOWN_MATCHES = 12


@audience(*WATCHERS)
@require_GET
def comparison(request: HttpRequest) -> HttpResponse:
    """`?library=` once a library, at most five; `?q=` looks for more."""
    watched = with_latest(monitored_libraries(actor_in(request)))
    asked = _uuids(request.GET.getlist("library"))
    found = {library.uuid: library for library in watched.filter(uuid__in=asked)}
    chosen = [found[uuid] for uuid in asked if uuid in found]
    whole = compared(chosen)
    span = span_in(request)
    panel = _panel(whole, span)
    if chosen and request.GET.get("export"):
        return exported_panel(request, [panel], _("资源库比较")) or _exported(whole)
    context = {
        "chosen": [(library, _address(request, without=library)) for library in chosen],
        "matches": [(library, _address(request, add=library)) for library in _matches(request, watched, chosen)],
        "text": request.GET.get("q", ""),
        "is_full": len(chosen) >= MOST,
        "too_many": len(set(request.GET.getlist("library"))) > MOST,
        "most": MOST,
        "whole": whole,
        "panel": panel,
        "spans": SPANS,
        "span": span,
    }
    return render(request, "monitoring/comparison.html", context)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[: MOST + 1]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))[:MOST]


def _matches(request: HttpRequest, watched: Any, chosen: list[Library]) -> list[Library]:
    text = request.GET.get("q", "").strip()
    if len(chosen) >= MOST:
        return []
    rows = watched.exclude(pk__in=[library.pk for library in chosen])
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(lead_host__name__icontains=text) | Q(code=text))
    return list(rows.order_by("name", "id")[:SHOWN_MATCHES])


def _address(request: HttpRequest, *, add: Library | None = None, without: Library | None = None) -> str:
    query: QueryDict = request.GET.copy()
    named = [text for text in query.getlist("library") if without is None or text != str(without.uuid)]
    query.setlist("library", [*named, str(add.uuid)] if add else named)
    return f"?{query.urlencode()}"


def _panel(whole: Compared, span: str) -> Panel:
    days, series = whole.steps(span)
    names = list(series)
    return Panel(
        code="acts",
        title=_("可信行为次数"),
        note=_("次，近 12 个月"),
        says=_("所选资源库的可信行为次数，每库一条线"),
        chart=lines_chart(days, series),
        header=[_("起始日"), *names],
        rows=[(day, *(series[name][place] for name in names)) for place, day in reversed(list(enumerate(days)))],
    )


def _exported(whole: Compared) -> HttpResponse:
    header = [_("指标")]
    for library in whole.libraries:
        header += [f"{library.name} {_('原始')}", f"{library.name} {_('可信')}", f"{library.name} {_('结果')}"]
    rows = []
    for indicator, cells in whole.rows:
        row: list[Any] = [str(indicator.title)]
        for each in cells:
            row += [each.result.raw_value, each.result.credible_value, str(each.standing.label)] if each else [None] * 3
        rows.append(row)
    return xlsx_response(f"{_('资源库比较')}-{timezone.localdate()}.xlsx", header, rows)
