"""Acceptance: opened by the ministry, self-reviewed by the host, concluded by the panel; rectified where withheld."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
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
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.monitoring.models import Baseline
from zyk.monitoring.queries import latest_results
from zyk.projects.actions.acceptance import (
    begin_review,
    conclude_acceptance,
    decide_postponement,
    finish_rectification,
    open_acceptance,
    request_postponement,
    resume_acceptance,
    submit_self_review,
)
from zyk.projects.enums import AcceptanceState, Conclusion, ProjectState, RectificationState
from zyk.projects.forms.acceptance import (
    AnswerForm,
    ConclusionForm,
    OpenForm,
    PostponementForm,
    RectificationForm,
    SelfReviewForm,
)
from zyk.projects.models import Acceptance, Rectification
from zyk.projects.queries.acceptance import (
    acceptances_for,
    cycles_to_accept_in,
    draft_self_review,
    figures_of_day,
    matching_acceptances,
)
from zyk.projects.queries.project import tasks_in_force
from zyk.projects.queries.report import execution_of
from zyk.projects.rules.project import can_confirm, can_write
from zyk.projects.views.project import READERS, project_or_404

WRITERS = (Role.HOST_EDITOR, Role.PROJECT_LEAD)
PROOF_KINDS = {FileKind.PDF, FileKind.DOCUMENT, FileKind.SHEET, FileKind.IMAGE}
SORTS = {
    "code": ("project__code", "attempt", "id"),
    "name": ("project__library__name", "id"),
    "host": ("project__lead_host__name", "id"),
    "due": ("due_on", "id"),
    "year": ("cycle__year", "id"),
}


@audience(*READERS)
@require_GET
def acceptances(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request)
    mine = acceptances_for(actor_in(request))
    sort = sort_of(request, SORTS, "-year")
    context = {
        **chosen,
        "states": AcceptanceState.choices,
        "conclusions": Conclusion.choices,
        "years": list(mine.order_by("-cycle__year").values_list("cycle__year", flat=True).distinct()),
        "sort": sort,
        "page": page_of(request, mine.filter(matching_acceptances(**chosen)).order_by(*sort.order_by)),
        "today": timezone.localdate(),
        "is_filtered": any(chosen.values()),
    }
    return render(request, "projects/acceptance/acceptances.html", context)


@audience(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    rows = acceptances_for(actor_in(request)).filter(matching_acceptances(**_chosen(request)))
    header = [
        _("项目编号"), _("资源库"), _("第一主持单位"), _("验收年度"), _("次数"), _("期限"), _("状态"), _("结论"),
        _("结论日期"),
    ]  # fmt: skip
    cells = (
        [
            row.project.code,
            row.project.library.name,
            row.project.lead_host.name,
            row.cycle.year,
            row.attempt,
            row.due_on or "",
            str(AcceptanceState(row.state).label),
            str(Conclusion(row.conclusion).label) if row.conclusion else "",
            timezone.localdate(row.concluded_at) if row.concluded_at else "",
        ]
        for row in rows.order_by("project__code", "attempt")
    )
    return xlsx_response(_("验收") + ".xlsx", header, cells)


@audience(Role.MINISTRY_OFFICER)
@require_http_methods(["GET", "POST"])
@once
def open_one(request: HttpRequest, uuid: str) -> HttpResponse:
    """The ministry calls a project to acceptance; the page shows how far it is."""
    found = project_or_404(request, uuid)
    cycles = cycles_to_accept_in()
    form = OpenForm(request.POST if request.method == "POST" else None, cycles=cycles)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_acceptance(found, cycle=form.cleaned_data["cycle"], actor=actor_in(request))
            messages.success(request, _("验收已启动，已通知第一主持单位自评。"))
            return redirect("projects:acceptance", opened.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {
        "project": found,
        "form": form,
        "has_cycle": cycles.exists(),
        "is_building": found.state == ProjectState.BUILDING,
        "tasks": tasks_in_force(found),
        "execution": execution_of(found),
        "readiness": latest_results(found.library),
    }
    return render(request, "projects/acceptance/open.html", context)


@audience(*READERS)
@require_GET
def acceptance(request: HttpRequest, uuid: str) -> HttpResponse:
    """One attempt: where it stands, what may be done, the figures of its day, and how it ended."""
    return _page(request, _acceptance(request, uuid))


@audience(*WRITERS)
@require_http_methods(["GET", "POST"])
@once
def self_review(request: HttpRequest, uuid: str) -> HttpResponse:
    """The host edits the generated draft and hands it in."""
    found = _acceptance(request, uuid)
    actor = actor_in(request)
    if not can_write(actor, found.project):
        raise Http404
    if request.method == "GET" and found.state != AcceptanceState.DUE:
        return redirect("projects:acceptance", found.uuid)
    if request.method == "POST":
        form = SelfReviewForm(request.POST)
        if form.is_valid():
            try:
                text = form.cleaned_data["self_review"]
                submit_self_review(found, self_review=text, actor=actor, at=timezone.now())
                messages.success(request, _("自评已提交，当日指标已随自评保存。"))
                return redirect("projects:acceptance", found.uuid)
            except ValidationError as refusal:
                form.add_error(None, refusal)
    else:
        form = SelfReviewForm(initial={"self_review": found.self_review or draft_self_review(found)})
    context = {"acceptance": found, "project": found.project, "form": form}
    return render(request, "projects/acceptance/self_review.html", context)


@audience(*WRITERS)
@require_POST
@once
def postpone(request: HttpRequest, uuid: str) -> HttpResponse:
    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        request_postponement(found, reason=said["reason"], until=said["until"], actor=actor)

    return _do(request, uuid, PostponementForm(request.POST), act, _("延期申请已提交。"), "postponement_form")


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def answer_postponement(request: HttpRequest, uuid: str) -> HttpResponse:
    is_granted = request.POST.get("answer") == "grant"

    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        decide_postponement(found, is_granted=is_granted, why=said["why"], actor=actor)

    done = _("已同意延期。") if is_granted else _("已答复不同意延期。")
    return _do(request, uuid, AnswerForm(request.POST), act, done, "answer_form")


@audience(*WRITERS, Role.MINISTRY_OFFICER)
@require_POST
@once
def resume(request: HttpRequest, uuid: str) -> HttpResponse:
    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        resume_acceptance(found, actor=actor)

    return _do(request, uuid, forms.Form(request.POST), act, _("验收已恢复，请提交自评。"), "form")


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def begin(request: HttpRequest, uuid: str) -> HttpResponse:
    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        begin_review(found, actor=actor)

    return _do(request, uuid, forms.Form(request.POST), act, _("已转入专家评议。"), "form")


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def conclude(request: HttpRequest, uuid: str) -> HttpResponse:
    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        conclude_acceptance(found, **said, actor=actor, at=timezone.now())

    return _do(request, uuid, ConclusionForm(request.POST), act, _("验收结论已登记。"), "conclusion_form")


@audience(*WRITERS)
@require_POST
@once
def rectify(request: HttpRequest, uuid: str) -> HttpResponse:
    """The host reports what was mended, with its proof."""

    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        rectification = get_object_or_404(Rectification, acceptance=found)
        if not can_write(actor, found.project):
            raise PermissionDenied
        upload = said["proof"]
        proof = store_file(upload, name=upload.name, actor=actor, kinds=PROOF_KINDS) if upload else None
        finish_rectification(rectification, report=said["report"], proof=proof, actor=actor, at=timezone.now())

    form = RectificationForm(request.POST, request.FILES)
    return _do(request, uuid, form, act, _("整改报告已提交。"), "rectification_form")


def _do(
    request: HttpRequest, uuid: str, form: Any, act: Callable[[Acceptance, Any, dict[str, Any]], None], done: str,
    name: str,
) -> HttpResponse:  # fmt: skip
    """Do one act; a refusal shows the page again with what was typed, what is not the actor's does not exist."""
    found = _acceptance(request, uuid)
    if form.is_valid():
        try:
            act(found, actor_in(request), form.cleaned_data)
            messages.success(request, done)
            return redirect("projects:acceptance", found.uuid)
        except PermissionDenied:
            raise Http404 from None
        except ValidationError as refusal:
            _say(form, refusal)
    return _page(request, _acceptance(request, uuid), refused=form, **{name: form})


def _say(form: Any, refusal: ValidationError) -> None:
    if hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
    else:
        form.add_error(None, refusal.messages)


def _page(request: HttpRequest, found: Acceptance, **shown: Any) -> HttpResponse:
    actor = actor_in(request)
    may_write, may_confirm = can_write(actor, found.project), can_confirm(actor)
    rectification = Rectification.objects.select_related("proof").filter(acceptance=found).first()
    state = found.state
    context = {
        "acceptance": found,
        "project": found.project,
        "rulebook": found.cycle.rulebook.edition.acceptance,
        "readiness": figures_of_day(found),
        "baseline": Baseline.objects.filter(library=found.project.library_id).first(),
        "rectification": rectification,
        "entries": history_of(found),
        "others": found.project.acceptances.exclude(pk=found.pk).order_by("-attempt"),
        "today": timezone.localdate(),
        "may_review_self": may_write and state == AcceptanceState.DUE,
        "may_ask_postponement": may_write and state == AcceptanceState.DUE,
        "may_answer": may_confirm and state == AcceptanceState.POSTPONEMENT_REQUESTED,
        "may_resume": (may_confirm or may_write) and state == AcceptanceState.POSTPONED,
        "may_begin": may_confirm and state == AcceptanceState.SUBMITTED,
        "may_conclude": may_confirm and state == AcceptanceState.UNDER_REVIEW,
        "may_rectify": may_write and rectification is not None and rectification.state == RectificationState.OPEN,
        "may_open_next": may_confirm
        and found.conclusion == Conclusion.WITHHELD
        and found.project.state == ProjectState.BUILDING,
        "postponement_form": PostponementForm(),
        "answer_form": AnswerForm(),
        "conclusion_form": ConclusionForm(),
        "rectification_form": RectificationForm(),
        **shown,
    }
    return render(request, "projects/acceptance/acceptance.html", context)


def _acceptance(request: HttpRequest, uuid: str) -> Acceptance:
    return get_object_or_404(acceptances_for(actor_in(request)), uuid=uuid)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "state": request.GET.get("state", ""),
        "conclusion": request.GET.get("conclusion", ""),
        "year": request.GET.get("year", ""),
    }
