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
from zyk.monitoring.credibility import REASONS
from zyk.monitoring.models import Baseline, Computation, ComputationRequest
from zyk.monitoring.panels import Panel, applications_panel, media_panel, roles_panel, trend_panel, years_panel
from zyk.monitoring.queries.alarms import gone_of_year
from zyk.monitoring.queries.results import Report, history_of, latest_computation, report_of
from zyk.monitoring.queries.trends import library_history, yearly_growth
from zyk.monitoring.rules import WATCHERS, can_send_report
from zyk.monitoring.views.evidence import bundle_of
from zyk.monitoring.views.shared import SPANS, exported_panel, may_compute, span_in, watched_library

SHOWN_HISTORY = 10
GROWTH_CODES = ("users_total", "resources_total", "activity_total", "learning_days", "knowledge_points")


@audience(*WATCHERS)
@require_GET
def library(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The newest computation, or the one named in the address."""
    one = watched_library(request, uuid)
    computation = _chosen(request, one)
    report = report_of(computation) if computation else None
    drawn = _drawn(request, report, computation) if report and computation else {}
    if report and computation and request.GET.get("export"):
        panels = (drawn["acts"], drawn["people"], *drawn["panels"])
        return exported_panel(request, panels, f"{one.name}-{computation.as_of}") or _exported(report)
    context: dict[str, Any] = {
        "library": one,
        "report": report,
        "computation": computation,
        "history": list(history_of(one)[:SHOWN_HISTORY]),
        "baseline": Baseline.objects.filter(library=one).select_related("computation").first(),
        "may_compute": may_compute(one, actor_in(request)),
        "asked": _open_request(one),
        "bundle": bundle_of(computation) if computation else None,
        "may_send": can_send_report(actor_in(request), one.lead_host),
        **drawn,
    }
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


def _drawn(request: HttpRequest, report: Report, computation: Computation) -> dict[str, Any]:
    span = span_in(request)
    measures = {each.indicator.formula: each for each in report.measured}
    return {
        "spans": SPANS,
        "span": span,
        "acts": trend_panel(computation, span),
        "people": trend_panel(computation, span, people=True),
        "panels": [
            roles_panel(computation),
            media_panel(computation),
            applications_panel(computation),
            _growth(request, report, computation),
        ],
        "growth_choices": [each for code in GROWTH_CODES if (each := report.of(code))],
        "growth": _growth_code(request),
        "provinces": computation.breakdowns.get("provinces", {}),
        "reasons": [(words, computation.excluded.get(code, 0)) for code, words in REASONS.items()],
        "duties": [
            (duty, measures[duty.measure])
            for duty in computation.rulebook.edition.yearly_duties
            if duty.measure in measures
        ],
        "gone": gone_of_year(computation.as_of),
        "excluded_total": sum(computation.excluded.values()),
    }


def _growth_code(request: HttpRequest) -> str:
    asked = request.GET.get("growth", "")
    return asked if asked in GROWTH_CODES else GROWTH_CODES[0]


def _growth(request: HttpRequest, report: Report, computation: Computation) -> Panel:
    code = _growth_code(request)
    measured = report.of(code)
    points = [each for each in library_history(computation.library, code) if each.as_of <= computation.as_of]
    return years_panel(
        yearly_growth(points) if measured else [],
        str(measured.indicator.title) if measured else "",
        is_share=bool(measured and measured.is_share),
    )


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
