"""Performance: targets against what was reached, and the reviews of each period."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.actions.performance import (
    can_evaluate,
    evaluate,
    hand_in_self_review,
    open_performance_review,
    return_self_review,
    year_of,
)
from zyk.projects.enums import PerformanceState
from zyk.projects.forms.building import PointsForm
from zyk.projects.models import PerformanceReview
from zyk.projects.queries.performance import Reached, reviews_for, targets_reached
from zyk.projects.rules.project import can_confirm, can_write
from zyk.projects.views.acting import done_or_told, tried
from zyk.projects.views.project import READERS, project_or_404
from zyk.rulebook.models import Rulebook

SORTS = {
    "code": ("project__code", "period", "id"),
    "score": ("score", "id"),
    "state": ("state", "id"),
}
SELF_REVIEWABLE = (PerformanceState.OPEN, PerformanceState.RETURNED)


@audience(*READERS)
@require_GET
def performance(request: HttpRequest, uuid: str) -> HttpResponse:
    """A project's targets with what was reached, and its reviews."""
    actor, project = actor_in(request), project_or_404(request, uuid)
    rules = project.application.cycle.rulebook.edition.performance_review
    known = {review.period: review for review in project.performance_reviews.all()}
    context = {
        "project": project,
        "rows": targets_reached(project),
        "periods": [(period, known.get(period.code)) for period in (rules.periods if rules else [])],
        "may_open": can_confirm(actor),
    }
    return render(request, "projects/performance/performance.html", context)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def open_one(request: HttpRequest, uuid: str) -> HttpResponse:
    project, period = project_or_404(request, uuid), request.POST.get("period", "")
    act = lambda: open_performance_review(project, period=period, actor=actor_in(request))  # noqa: E731
    done_or_told(request, act, _("绩效评价已开始，已通知第一主持单位自评。"))
    return redirect("projects:performance", project.uuid)


@audience(*READERS)
@require_http_methods(["GET", "POST"])
@once
def review(request: HttpRequest, uuid: str) -> HttpResponse:
    """One review: the host's own, then the evaluator's."""
    actor = actor_in(request)
    found = get_object_or_404(reviews_for(actor), uuid=uuid)
    may_review_self = can_write(actor, found.project) and found.state in SELF_REVIEWABLE
    may_evaluate = can_evaluate(actor) and found.state == PerformanceState.SELF_REVIEWED
    form = _form(request, found, is_host=can_write(actor, found.project))
    if request.method == "POST":
        if not (can_write(actor, found.project) or can_evaluate(actor)):
            raise Http404
        if request.POST.get("answer") == "return":
            why = request.POST.get("opinion", "").strip()
            done_or_told(request, lambda: return_self_review(found, why=why, actor=actor), _("绩效自评已退回。"))
            return redirect("projects:performance_review", found.uuid)
        if form.is_valid() and tried(form, lambda: _act(form, found, actor)):
            messages.success(request, _("已提交。"))
            return redirect("projects:performance_review", found.uuid)
    year = year_of(found)
    context = {
        "review": found,
        "project": found.project,
        "period": _title(found),
        "rows": [Reached(**row) for row in found.figures] or targets_reached(found.project, year=year),
        "is_frozen": bool(found.figures),
        "year": year,
        "sheet": [(each, found.self_points.get(each["code"]), found.points.get(each["code"]))
                  for each in found.criteria],
        "form": form,
        "may_review_self": may_review_self,
        "may_evaluate": may_evaluate,
        "has_weights": all(each["weight"] is not None for each in found.criteria),
        "entries": history_of(found),
    }  # fmt: skip
    return render(request, "projects/performance/review.html", context)


def _form(request: HttpRequest, found: PerformanceReview, *, is_host: bool) -> PointsForm:
    words, label = ("self_review", _("自评说明")) if is_host else ("opinion", _("评价意见"))
    points = found.self_points if is_host else found.points
    initial: dict[str, Any] = {f"points-{code}": value for code, value in points.items()}
    initial[words] = found.self_review if is_host else found.opinion
    data = request.POST if request.method == "POST" else None
    return PointsForm(data, criteria=found.criteria, words=words, label=label, initial=initial)


def _act(form: PointsForm, found: PerformanceReview, actor: Any) -> None:
    said, now = form.cleaned_data, timezone.now()
    if form.words == "self_review":
        hand_in_self_review(found, text=said["self_review"], points=form.points, actor=actor, at=now)
    else:
        evaluate(found, opinion=said["opinion"], points=form.points, actor=actor, at=now)


@audience(*READERS)
@require_GET
def all_reviews(request: HttpRequest) -> HttpResponse:
    sort = sort_of(request, SORTS, "code")
    page = page_of(request, _matching(request).order_by(*sort.order_by))
    context = _chosen(request) | {
        "states": PerformanceState.choices,
        "periods": _periods(),
        "sort": sort,
        "page": page,
        "rows": [(row, _title(row)) for row in page],
        "is_filtered": any(_chosen(request).values()),
    }
    return render(request, "projects/performance/all.html", context)


@audience(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    header = [
        _("项目编号"), _("资源库"), _("第一主持单位"), _("评价期"), _("得分"), _("评价意见"), _("评价人"), _("状态"),
    ]  # fmt: skip
    rows = (
        [
            row.project.code,
            row.project.library.name,
            row.project.lead_host.name,
            str(_title(row)),
            "" if row.score is None else str(row.score),
            row.opinion,
            row.evaluated_by.name if row.evaluated_by else "",
            str(PerformanceState(row.state).label),
        ]
        for row in _matching(request).order_by("project__code", "period")
    )
    return xlsx_response(_("绩效评价") + ".xlsx", header, rows)


def _title(found: PerformanceReview) -> Any:
    rules = found.project.application.cycle.rulebook.edition.performance_review
    periods = rules.periods if rules else []
    return next((each.title for each in periods if each.code == found.period), found.period)


def _periods() -> dict[str, Any]:
    """Code → title over all rulebooks; the newest has the word."""
    titles: dict[str, Any] = {}
    for rulebook in Rulebook.objects.order_by("year"):
        rules = rulebook.edition.performance_review
        titles |= {period.code: period.title for period in (rules.periods if rules else [])}
    return titles


def _matching(request: HttpRequest) -> QuerySet[PerformanceReview]:
    chosen, found = _chosen(request), Q()
    for word in chosen["text"].split():
        found &= Q(project__code__icontains=word) | Q(project__library__name__icontains=word)
    if chosen["state"]:
        found &= Q(state=chosen["state"])
    if chosen["period"]:
        found &= Q(period=chosen["period"])
    return reviews_for(actor_in(request)).filter(found)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "state": request.GET.get("state", ""),
        "period": request.GET.get("period", ""),
    }
