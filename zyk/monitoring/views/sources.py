"""上报来源: how fresh each other platform's reports are, what is missing, what was put aside."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.monitoring.actions.reports import ACCEPTED, REPEATED, drop_quarantined, retry_quarantined
from zyk.monitoring.models import Quarantined
from zyk.monitoring.queries.sources import reported_holdings, source_lines, watched_sources
from zyk.monitoring.rules import WATCHERS, can_appeal


@audience(*WATCHERS)
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    page = page_of(request, watched_sources(actor_in(request)))
    context = {"page": page, "lines": source_lines(list(page.object_list), timezone.localdate())}
    return render(request, "monitoring/sources.html", context)


@audience(*WATCHERS)
@require_GET
def source(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = get_object_or_404(watched_sources(actor_in(request)), uuid=uuid)
    [line] = source_lines([one], timezone.localdate())
    context = {
        "line": line,
        "source": one,
        "holdings": reported_holdings(one.library),
        "page": page_of(request, one.quarantined.all()),
        "may_act": can_appeal(actor_in(request), one.library),
    }
    return render(request, "monitoring/source.html", context)


@audience(*WATCHERS)
@require_POST
@once
def settle(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Try a record again, or drop it."""
    actor = actor_in(request)
    rows = Quarantined.objects.filter(source__in=watched_sources(actor).values("pk")).select_related("source__library")
    row = get_object_or_404(rows, uuid=uuid)
    one = row.source
    try:
        if request.POST.get("act") == "drop":
            drop_quarantined(row, actor=actor)
            messages.success(request, _("已丢弃。"))
        elif (outcome := retry_quarantined(row, actor=actor, at=timezone.now())).status in (ACCEPTED, REPEATED):
            messages.success(request, _("已接收。"))
        else:
            messages.error(request, outcome.reason)
    except PermissionDenied as refusal:
        raise Http404 from refusal
    return redirect("monitoring:source", uuid=one.uuid)
