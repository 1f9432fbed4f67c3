"""One library: its indicators against their thresholds, its trend, and what was left out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.spreadsheets import xlsx_response
from zyk.library.models import Library
from zyk.monitoring.actions import request_computation
from zyk.monitoring.charts import kinds_chart, kinds_rows, weeks_chart, weeks_rows
from zyk.monitoring.credibility import REASONS
from zyk.monitoring.models import Baseline, Computation, ComputationRequest
from zyk.monitoring.queries.results import Report, history_of, latest_computation, report_of
from zyk.monitoring.rules import WATCHERS
from zyk.monitoring.views.evidence import bundle_of
from zyk.monitoring.views.shared import may_compute, watched_library

SHOWN_HISTORY = 10


@audience(*WATCHERS)
@require_GET
def library(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The newest computation, or the one named in the address."""
    one = watched_library(request, uuid)
    computation = _chosen(request, one)
    report = report_of(computation) if computation else None
    if report and request.GET.get("export"):
        return _exported(report)
    context: dict[str, Any] = {
        "library": one,
        "report": report,
        "computation": computation,
        "history": list(history_of(one)[:SHOWN_HISTORY]),
        "baseline": Baseline.objects.filter(library=one).select_related("computation").first(),
        "may_compute": may_compute(one, actor_in(request)),
        "asked": _open_request(one),
        "bundle": bundle_of(computation) if computation else None,
    }
    if report and computation:
        context |= _drawn(report, computation)
    return render(request, "monitoring/library.html", context)


@audience(*WATCHERS)
@require_POST
@once
def compute(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = watched_library(request, uuid)
    try:
        request_computation(one, actor=actor_in(request))
    except PermissionDenied as refusal:
        raise Http404 from refusal
    messages.success(request, _("已排队计算，完成后本页自动更新。"))
    return redirect("monitoring:library", uuid=one.uuid)


@audience(*WATCHERS)
@require_GET
def progress(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Asked every few seconds while a computation is under way; leads to the page anew when it has ended."""
    one = watched_library(request, uuid)
    asked = _open_request(one)
    if asked is None:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("monitoring:library", args=[one.uuid])})
    return render(request, "monitoring/_progress.html", {"library": one, "asked": asked, "now": timezone.now()})


def _open_request(one: Library) -> ComputationRequest | None:
    return ComputationRequest.objects.filter(library=one, ended_at=None).first()


def _chosen(request: HttpRequest, one: Library) -> Computation | None:
    named = request.GET.get("computation")
    if not named:
        return latest_computation(one)
    if not named.isdigit():
        raise Http404
    return get_object_or_404(history_of(one), pk=int(named))


def _drawn(report: Report, computation: Computation) -> dict[str, Any]:
    kept = computation.breakdowns
    return {
        "weeks": weeks_rows(kept.get("weeks", [])),
        "weeks_chart": weeks_chart(kept.get("weeks", [])),
        "kinds": kinds_rows(kept.get("kinds", [])),
        "kinds_chart": kinds_chart(kept.get("kinds", [])),
        "provinces": kept.get("provinces", {}),
        "reasons": [(words, computation.excluded.get(code, 0)) for code, words in REASONS.items()],
        "duties": [
            (duty, measured)
            for duty in computation.rulebook.edition.yearly_duties
            for measured in report.measured
            if measured.indicator.formula == duty.measure
        ],
        "excluded_total": sum(computation.excluded.values()),
    }


def _exported(report: Report) -> HttpResponse:
    header = [_("维度"), _("指标"), _("原始"), _("可信"), _("门槛"), _("结果"), _("时间窗自"), _("时间窗至")]
    header += [_("公式"), _("口径"), _("来源"), _("不能计算的原因"), _("计算时间")]
    rows = (
        [
            str(dimension.label),
            str(each.indicator.title),
            each.result.raw_value,
            each.result.credible_value,
            each.result.threshold,
            str(each.standing.label),
            each.result.window_from,
            each.result.window_until,
            each.indicator.formula,
            str(each.formula.definition) if each.formula else "",
            str(each.indicator.source),
            str(each.why or ""),
            f"{timezone.localtime(each.computed_at):%Y-%m-%d %H:%M}",
        ]
        for dimension, measured in report.by_dimension
        for each in measured
    )
    computation = report.computation
    return xlsx_response(f"{computation.library.name}-{computation.as_of}.xlsx", header, rows)
