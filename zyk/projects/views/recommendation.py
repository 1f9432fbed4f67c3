"""省级推荐: a province ranks and recommends, returns, declines, takes back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.projects.actions.recommendation import (
    decline_application,
    recommend_application,
    return_to_unit,
    take_recommendation_back,
)
from zyk.projects.enums import ApplicationState
from zyk.projects.forms.recommendation import RecommendForm, WhyForm
from zyk.projects.models import Application, Cycle
from zyk.projects.queries.application import matching
from zyk.projects.queries.cycle import window_of
from zyk.projects.queries.lists import SORTS, export_header, export_rows, with_list_columns
from zyk.projects.queries.recommendation import STATES, standing_of, why_not_recommend
from zyk.projects.rules.recommendation import can_take_back, is_in_time
from zyk.projects.views.reach import ActorRequest, visible_application

LETTER_KINDS = (FileKind.PDF, FileKind.IMAGE)


@audience(Role.PROVINCE_OFFICER)
@require_GET
def recommendations(request: ActorRequest) -> HttpResponse:
    """The applications of the province's own units; those waiting come first."""
    actor = request.actor
    cycle = _cycle(request)
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "state")}
    sort = sort_of(request, SORTS, "rank")
    rows = Application.objects.visible_to(actor).filter(cycle=cycle)
    waiting = rows.filter(state=ApplicationState.PROVINCE_REVIEW).count()
    rows = rows.filter(matching(text=chosen["q"], state=chosen["state"]))
    listed = with_list_columns(rows).order_by(*sort.order_by)
    if request.GET.get("export") == "xlsx":
        return xlsx_response(f"{cycle.year if cycle else ''}.xlsx", export_header(), export_rows(listed))
    context = {
        "cycle": cycle,
        "cycles": Cycle.objects.order_by("-year"),
        "chosen": chosen,
        "states": STATES,
        "sort": sort,
        "page": page_of(request, listed),
        "waiting": waiting,
        "standing": standing_of(cycle, actor.organisation.province) if cycle and actor.organisation else None,
        "window": window_of(cycle, "candidate", "paper") if cycle else None,
    }
    return render(request, "projects/recommendation/recommendations.html", context)


@audience(Role.PROVINCE_OFFICER)
@require_http_methods(["GET", "POST"])
@once
def recommend(request: ActorRequest, uuid: UUID) -> HttpResponse:
    application = visible_application(request, uuid)
    standing = standing_of(application.cycle, application.lead_host.province)
    form = RecommendForm(request.POST or None, request.FILES or None, initial={"rank": standing.next_rank})
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = dict(form.cleaned_data)
        upload = words.pop("letter")
        try:
            letter = store_file(upload, name=upload.name, actor=request.actor, kinds=LETTER_KINDS) if upload else None
        except ValidationError as refused:
            form.add_error("letter", refused)
        else:
            try:
                recommend_application(application, letter=letter, actor=request.actor, at=timezone.now(), **words)
                messages.success(request, _("已推荐，教育部已收到通知。"))
                return redirect("projects:recommendations")
            except PermissionDenied:
                raise Http404 from None
            except ValidationError as refused:
                form.add_error(None, refused)
    return _shown(request, application, form=form)


@audience(Role.PROVINCE_OFFICER)
@require_POST
@once
def send_back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    return _with_reason(request, uuid, "return_form", return_to_unit, _("已退回申请单位修改。"))


@audience(Role.PROVINCE_OFFICER)
@require_POST
@once
def decline(request: ActorRequest, uuid: UUID) -> HttpResponse:
    return _with_reason(request, uuid, "decline_form", decline_application, _("已记为不推荐，申请单位已收到通知。"))


@audience(Role.PROVINCE_OFFICER)
@require_POST
@once
def take_back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    def act(application: Application, **words: Any) -> None:
        take_recommendation_back(application, at=timezone.now(), **words)

    return _with_reason(request, uuid, "take_back_form", act, _("推荐已撤回，推荐顺序已空出。"))


def _with_reason(request: ActorRequest, uuid: UUID, name: str, act: Callable[..., None], said: str) -> HttpResponse:
    application = visible_application(request, uuid)
    form = WhyForm(request.POST, prefix=name)
    if form.is_valid():
        try:
            act(application, actor=request.actor, **form.cleaned_data)
            messages.success(request, said)
            return redirect("projects:recommend", uuid)
        except PermissionDenied:
            raise Http404 from None
        except ValidationError as refused:
            form.add_error(None, refused)
    return _shown(request, visible_application(request, uuid), **{name: form})


def _shown(request: ActorRequest, application: Application, **forms: Any) -> HttpResponse:
    now = timezone.now()
    standing = standing_of(application.cycle, application.lead_host.province)
    context = {
        "application": application,
        "recommendation": getattr(application, "recommendation", None),
        "standing": standing,
        "window": window_of(application.cycle, application.kind, "paper"),
        "is_in_time": is_in_time(application, now),
        "refused": why_not_recommend(application, request.actor),
        "may_take_back": can_take_back(request.actor, application, now),
        "revision": application.revisions.order_by("-number").first(),
        "form": RecommendForm(initial={"rank": standing.next_rank}),
        "return_form": WhyForm(prefix="return_form"),
        "decline_form": WhyForm(prefix="decline_form"),
        "take_back_form": WhyForm(prefix="take_back_form"),
        **forms,
    }
    return render(request, "projects/recommendation/recommend.html", context)


def _cycle(request: ActorRequest) -> Cycle | None:
    cycles = Cycle.objects.select_related("rulebook").prefetch_related("windows").order_by("-year")
    year = request.GET.get("year", "")
    found = cycles.filter(year=int(year)).first() if year.isdecimal() and len(year) == 4 else None
    return found or cycles.first()
