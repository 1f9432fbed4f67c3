"""遴选: the ministry's work on many applications at once: notice, review, results."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.enums import MINISTRY_ROLES, Role
from zyk.accounts.models import Province
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.actions.notice import close_review, publish_notice
from zyk.projects.actions.panel import prepare_reviews
from zyk.projects.enums import ApplicationKind, ApplicationState, BatchState
from zyk.projects.forms.panel import PanelForm
from zyk.projects.forms.selection import NoticeForm
from zyk.projects.models import Application, Cycle
from zyk.projects.queries.application import matching
from zyk.projects.queries.lists import SORTS, export_header, export_rows, with_list_columns
from zyk.projects.queries.selection import (
    STAGES,
    WITH_RESULTS,
    dossiers_of,
    panel_defaults,
    results_of,
    stage_counts,
)
from zyk.projects.rules.recommendation import needs_paper
from zyk.projects.rules.selection import can_decide
from zyk.projects.views.reach import ActorRequest, visible_application
from zyk.reviews.enums import Recommendation
from zyk.reviews.models import Review
from zyk.reviews.queries import review_result
from zyk.reviews.rules.scoring import total_of


@audience(*MINISTRY_ROLES)
@require_GET
def newest(request: ActorRequest) -> HttpResponse:
    cycle = Cycle.objects.order_by("-year").first()
    return redirect("projects:selection", cycle.year) if cycle else redirect("projects:cycles")


@audience(*MINISTRY_ROLES)
@require_GET
def selection(request: ActorRequest, year: int) -> HttpResponse:
    """One stage at a time, with the act that takes its applications on."""
    cycle = _cycle(year)
    everything = Application.objects.visible_to(request.actor).filter(cycle=cycle)
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "state", "province", "kind")}
    stage = chosen["state"] if chosen["state"] in STAGES else ApplicationState.FORMAL_CHECK
    words = {"text": chosen["q"], "province": chosen["province"], "kind": chosen["kind"]}
    sort = sort_of(request, SORTS, "number")
    rows = with_list_columns(everything.filter(matching(**words), state=stage), request.actor).order_by(*sort.order_by)
    rows = rows.select_related("cycle__rulebook")
    if request.GET.get("export") == "xlsx":
        return _export(list(rows), f"{year}-{stage}.xlsx")
    page = page_of(request, rows, per_page=100)
    results = results_of(list(page)) if stage in WITH_RESULTS else {}
    context = {
        "cycle": cycle,
        "cycles": Cycle.objects.order_by("-year"),
        "stages": stage_counts(everything),
        "stage": ApplicationState(stage),
        "chosen": chosen,
        "sort": sort,
        "page": page,
        "rows": [(each, results.get(each.pk), needs_paper(each)) for each in page],
        "with_results": stage in WITH_RESULTS,
        "may_act": can_decide(request.actor),
        "open_batches": cycle.batches.filter(state=BatchState.DRAFTING) if stage in WITH_RESULTS[1:] else [],
        "kinds": ApplicationKind.choices,
        "provinces": Province.objects.filter(in_programme=True),
    }
    return render(request, "projects/selection/selection.html", context)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def notice(request: ActorRequest, year: int) -> HttpResponse:
    """First the form for what was picked, with the last day computed; then the notice itself."""
    cycle, picked = _cycle(year), _picked(request, year)
    if not picked:
        return _nothing_picked(request, year, ApplicationState.NOTICE_READY)
    kind = ApplicationKind(picked[0].kind)
    step = request.POST.get("step", "")
    form = NoticeForm(request.POST if step else None, cycle=cycle, kind_words=str(kind.label))
    if step == "publish" and form.is_valid():
        try:
            made = publish_notice(cycle, kind=kind, applications=picked, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("公示已发布，到 %(day)s 为止。") % {"day": made.closes_on.isoformat()})
            return redirect("reviews:notice", made.uuid)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"cycle": cycle, "picked": picked, "form": form, "last_day": form.last_day}
    return render(request, "projects/selection/notice.html", context)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def review(request: ActorRequest, year: int) -> HttpResponse:
    """First the form for what was picked, filled in as the year's rules say; then a panel in preparation."""
    cycle, picked = _cycle(year), _picked(request, year)
    if not picked:
        return _nothing_picked(request, year, ApplicationState.NOTICE_DONE)
    form = PanelForm(request.POST if request.POST.get("step") else None, initial=panel_defaults(cycle))
    if form.is_bound and form.is_valid():
        try:
            panel = prepare_reviews(
                cycle, applications=picked, policy=form.policy, actor=request.actor, **form.settings
            )
            messages.success(request, _("专家组已成立。下一步：抽取专家、邀请、分派。"))
            return redirect("reviews:panel", panel.uuid)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "projects/selection/review.html", {"cycle": cycle, "picked": picked, "form": form})


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def close_reviews(request: ActorRequest, year: int) -> HttpResponse:
    """End the review of each picked application that has enough; say of the others why not."""
    picked = _picked(request, year)
    closed = 0
    for application in picked:
        try:
            close_review(application, actor=request.actor, at=timezone.now())
            closed += 1
        except ValidationError as refused:
            messages.error(request, f"{application.number}：{' '.join(refused.messages)}")
    if closed:
        messages.success(request, _("已结束 %(number)s 件的评议。") % {"number": closed})
    elif not picked:
        return _nothing_picked(request, year, ApplicationState.UNDER_REVIEW)
    return _to_stage(year, ApplicationState.UNDER_REVIEW)


@audience(*MINISTRY_ROLES)
@require_GET
def application_reviews(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Every review of the current revision, with its scores; the organisers' eyes only."""
    application = visible_application(request, uuid)
    dossier = dossiers_of([application]).get(application.pk)
    reviews = Review.objects.visible_to(request.actor).filter(dossier=dossier) if dossier else Review.objects.none()
    rows = reviews.select_related("expert__user", "expert__organisation", "panel__draw").prefetch_related("scores")
    trim_from = application.cycle.rulebook.edition.review.trim_from
    context = {
        "application": application,
        "result": review_result(dossier, trim_from=trim_from) if dossier else None,
        "rows": [_scored(each) for each in rows.order_by("id")],
        "minimum": application.cycle.rulebook.edition.review.minimum_reviews,
        "words": dict(Recommendation.choices),
    }
    return render(request, "projects/selection/reviews.html", context)


def _scored(review: Review) -> dict[str, Any]:
    scores = {score.criterion_code: score.points for score in review.scores.all()}
    is_whole = bool(review.criteria) and all(each["code"] in scores for each in review.criteria)
    return {
        "review": review,
        "total": total_of(review.criteria, scores) if is_whole else None,
        "scores": [(each["title"], scores.get(each["code"]), each["maximum"]) for each in review.criteria],
    }


def _export(rows: list[Application], name: str) -> HttpResponse:
    results = results_of(rows)
    header = [*export_header(), _("已评"), _("应评"), _("原始均分"), _("去高低均分"), _("离散")]

    def scored(each: Application) -> list[Any]:
        found = results.get(each.pk)
        if found is None:
            return ["", "", "", "", ""]
        figures = [found.raw_mean, found.trimmed_mean, found.spread]
        return [found.submitted, found.expected, *("" if figure is None else figure for figure in figures)]

    lines = ([*line, *scored(each)] for each, line in zip(rows, export_rows(rows), strict=True))  # type: ignore[arg-type]
    return xlsx_response(name, header, lines)


def _picked(request: ActorRequest, year: int) -> list[Application]:
    codes = [code for code in request.POST.getlist("applications") if len(code) in (32, 36)]
    rows = Application.objects.visible_to(request.actor).filter(cycle__year=year)
    try:
        rows = rows.filter(uuid__in=[UUID(code) for code in codes])
    except ValueError:
        return []
    return list(rows.select_related("library", "lead_host__province", "cycle__rulebook").order_by("number"))


def _nothing_picked(request: ActorRequest, year: int, stage: str) -> HttpResponse:
    messages.error(request, _("请先勾选申请。"))
    return _to_stage(year, stage)


def _to_stage(year: int, stage: str) -> HttpResponse:
    answer = redirect("projects:selection", year)
    answer["Location"] += f"?state={stage}"
    return answer


def _cycle(year: int) -> Cycle:
    return get_object_or_404(Cycle.objects.select_related("rulebook").prefetch_related("windows"), year=year)
