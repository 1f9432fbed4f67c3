"""Acceptance: opened by the ministry, self-reviewed by the host, concluded by the panel; rectified where withheld."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES, Role
from zyk.common.audience import audience
from zyk.common.audit import history_of, record
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.monitoring.models import Baseline
from zyk.monitoring.queries import latest_results
from zyk.projects.actions.acceptance import (
    add_material,
    check_self_review,
    decide_postponement,
    open_acceptance,
    remove_material,
    request_postponement,
    resume_acceptance,
    return_self_review_to_host,
    save_self_review,
    submit_self_review,
)
from zyk.projects.actions.acceptance_panel import (
    Finding,
    enter_conclusion,
    publish_conclusions,
    send_back_to_panel,
    signed_opinion,
)
from zyk.projects.actions.rectification import finish_rectification, plan_rectification
from zyk.projects.enums import AcceptanceState, Conclusion, ProjectState, RectificationState, TaskState
from zyk.projects.forms.acceptance import (
    AnswerForm,
    ConclusionForm,
    MaterialForm,
    OpenForm,
    PlanForm,
    PostponementForm,
    PublishForm,
    RectificationForm,
    SelfReviewForm,
)
from zyk.projects.forms.project import OpinionForm
from zyk.projects.models import Acceptance, AcceptanceMaterial, Rectification
from zyk.projects.queries.acceptance import (
    acceptances_for,
    cycles_to_accept_in,
    figures_of_day,
    matching_acceptances,
)
from zyk.projects.queries.project import readable_entries, tasks_in_force
from zyk.projects.queries.report import execution_of
from zyk.projects.queries.self_review import GENERATED, first_words, parts_of
from zyk.projects.rules.acceptance import proposal_of, vetoes_of
from zyk.projects.rules.project import can_confirm, can_guide, can_write
from zyk.projects.views.acting import done_or_told, tried
from zyk.projects.views.project import READERS, project_or_404
from zyk.reviews.models import Review
from zyk.reviews.queries import review_result

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
        "is_ministry_officer": can_confirm(actor_in(request)),
        "cycles": cycles_to_accept_in()[:2],
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
def self_review(request: HttpRequest, uuid: str) -> HttpResponse:
    """The host writes around the figures, saves as often as it likes, and hands in once."""
    found = _acceptance(request, uuid)
    actor = actor_in(request)
    if not can_write(actor, found.project):
        raise Http404
    if request.method == "GET" and found.state != AcceptanceState.DUE:
        return redirect("projects:acceptance", found.uuid)
    if request.method == "GET":
        texts = found.texts or first_words(found.project)
        return _writing(request, found, SelfReviewForm(initial=texts | {"seen": found.texts_version}))
    form = SelfReviewForm(request.POST)
    if form.is_valid():
        if "submit" not in request.POST:
            seen = form.cleaned_data["seen"]
            if tried(form, lambda: save_self_review(found, texts=form.texts, seen=seen, actor=actor)):
                messages.success(request, _("自评已保存。"))
                return redirect("projects:self_review", found.uuid)
        elif tried(form, lambda: _hand_in(found, form, actor)):
            messages.success(request, _("自评已提交，送省级核对；数据已随自评保存。"))
            return redirect("projects:acceptance", found.uuid)
    return _writing(request, found, form)


def _hand_in(found: Acceptance, form: SelfReviewForm, actor: Any) -> None:
    """Measuring takes seconds: it runs in no transaction. Handed in twice, the second finds another state."""
    if form.cleaned_data["seen"] != found.texts_version:
        raise ValidationError(_("自评在你打开之后已被他人改过，本次没有提交。请在新页面打开最新内容，核对后再提交。"))
    if found.state != AcceptanceState.DUE:
        raise ValidationError(_("自评已提交，不能再改。"))
    submit_self_review(found, texts=form.texts, actor=actor, at=timezone.now())


def _writing(request: HttpRequest, found: Acceptance, form: SelfReviewForm) -> HttpResponse:
    parts = [(part, form[part.code]) for part in parts_of(found)]
    context = {"acceptance": found, "project": found.project, "form": form, "parts": parts}
    return render(request, "projects/acceptance/self_review.html", context | _materials(found))


@audience(*WRITERS)
@require_POST
@once
def material(request: HttpRequest, uuid: str) -> HttpResponse:
    """Upload one file for one slot of the list."""
    found, actor = _acceptance(request, uuid), actor_in(request)
    form = MaterialForm(request.POST, request.FILES)
    if not can_write(actor, found.project):
        raise Http404
    if not form.is_valid():
        messages.error(request, _("请选择要上传的文件。"))
        return redirect(f"{reverse('projects:self_review', args=[found.uuid])}#materials")

    def act() -> None:
        upload = form.cleaned_data["file"]
        stored = store_file(upload, name=upload.name, actor=actor)
        add_material(found, slot=form.cleaned_data["slot"], file=stored, name=upload.name, actor=actor)

    done_or_told(request, act, _("材料已上传。"))
    return redirect(f"{reverse('projects:self_review', args=[found.uuid])}#materials")


@audience(*WRITERS)
@require_POST
@once
def material_remove(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    found, actor = _acceptance(request, uuid), actor_in(request)
    row = get_object_or_404(AcceptanceMaterial.objects.select_related("acceptance"), acceptance=found, pk=pk)
    done_or_told(request, lambda: remove_material(row, actor=actor), _("材料已删除。"))
    return redirect(f"{reverse('projects:self_review', args=[found.uuid])}#materials")


def _materials(found: Acceptance) -> dict[str, Any]:
    """The rulebook's list with what was handed in for each slot."""
    given: dict[str, list[AcceptanceMaterial]] = {}
    for row in found.materials.select_related("file"):
        given.setdefault(row.slot, []).append(row)
    wanted = found.cycle.rulebook.edition.acceptance.materials
    return {"materials": [(each, given.get(each.code, []), each.code == GENERATED) for each in wanted]}


@audience(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
@require_POST
@once
def check(request: HttpRequest, uuid: str) -> HttpResponse:
    """The province has checked the material, or it goes back to the host."""
    found, actor = _acceptance(request, uuid), actor_in(request)
    why = request.POST.get("opinion", "").strip()
    if request.POST.get("answer") == "return":
        act = lambda: return_self_review_to_host(found, why=why, actor=actor)  # noqa: E731
        done_or_told(request, act, _("验收材料已退回修改。"))
    else:
        act = lambda: check_self_review(found, opinion=why, actor=actor)  # noqa: E731
        done_or_told(request, act, _("已核对，送教育部公示。"))
    return redirect("projects:acceptance", found.uuid)


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


@audience(*MINISTRY_ROLES)
@require_POST
@once
def conclude(request: HttpRequest, uuid: str) -> HttpResponse:
    """Enter what the panel concluded; it takes effect when it is published."""

    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        enter_conclusion(found, Finding(**said), actor=actor, at=timezone.now())

    return _do(request, uuid, ConclusionForm(request.POST), act, _("专家组结论已登记，待公布。"), "conclusion_form")


@audience(Role.MINISTRY_OFFICER)
@require_POST
def publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """Publish one conclusion. Measuring runs in no transaction; sent twice, the second finds another state."""

    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        publish_conclusions([found], document_number=said["document_number"], actor=actor, at=timezone.now())

    return _do(request, uuid, PublishForm(request.POST), act, _("验收结论已公布。"), "publish_form")


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def send_back(request: HttpRequest, uuid: str) -> HttpResponse:
    found, actor = _acceptance(request, uuid), actor_in(request)
    why = request.POST.get("opinion", "").strip()
    done_or_told(request, lambda: send_back_to_panel(found, why=why, actor=actor), _("已退回专家组。"))
    return redirect("projects:acceptance", found.uuid)


@audience(*WRITERS)
@require_POST
@once
def plan(request: HttpRequest, uuid: str) -> HttpResponse:
    """The host's plan of rectification."""

    def act(found: Acceptance, actor: Any, said: dict[str, Any]) -> None:
        rectification = get_object_or_404(Rectification, acceptance=found)
        plan_rectification(rectification, plan=said["plan"], actor=actor, at=timezone.now())

    return _do(request, uuid, PlanForm(request.POST), act, _("整改方案已提交。"), "plan_form")


@audience(Role.EXPERT)
@require_GET
def trial(request: HttpRequest, uuid: str) -> HttpResponse:
    """For the experts of its panel: the way into the library as a guest, and its monitored figures. Each look is on
    record."""
    actor = actor_in(request)
    found = get_object_or_404(
        Acceptance.objects.select_related("project__library", "cycle__rulebook", "dossier"), uuid=uuid
    )
    review = Review.objects.visible_to(actor).filter(dossier=found.dossier_id).exclude(state="recused").first()
    if found.dossier_id is None or review is None:
        raise Http404
    record(actor=actor, verb="try", about=found)
    context = {
        "acceptance": found,
        "library": found.project.library,
        "review": review,
        "readiness": figures_of_day(found),
        "live": latest_results(found.project.library),
        "parts": [part for part in parts_of(found) if part.text or part.table],
    }
    return render(request, "projects/acceptance/trial.html", context)


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
    may_write, may_confirm, may_guide = (
        can_write(actor, found.project),
        can_confirm(actor),
        can_guide(actor, found.project),
    )
    rectification = Rectification.objects.select_related("proof").filter(acceptance=found).first()
    state = found.state
    may_conclude = actor.is_ministry and state == AcceptanceState.UNDER_REVIEW
    report = figures_of_day(found)
    context = {
        "acceptance": found,
        "project": found.project,
        "rulebook": found.cycle.rulebook.edition.acceptance,
        "readiness": report,
        "parts": [part for part in parts_of(found) if part.text or part.table],
        "baseline": Baseline.objects.filter(library=found.project.library_id).first(),
        "rectification": rectification,
        "entries": readable_entries(history_of(found), actor),
        "others": found.project.acceptances.exclude(pk=found.pk).order_by("-attempt"),
        "today": timezone.localdate(),
        "may_review_self": may_write and state == AcceptanceState.DUE,
        "may_ask_postponement": may_write and state == AcceptanceState.DUE,
        "may_answer": may_confirm and state == AcceptanceState.POSTPONEMENT_REQUESTED,
        "may_resume": (may_confirm or may_write) and state == AcceptanceState.POSTPONED,
        "may_check": may_guide and state == AcceptanceState.SUBMITTED,
        "may_return": may_confirm and state == AcceptanceState.PROVINCE_CHECKED,
        "may_arrange": may_confirm and state in (AcceptanceState.PROVINCE_CHECKED, AcceptanceState.NOTICE_DONE),
        "may_conclude": may_conclude,
        "may_publish": may_confirm and state == AcceptanceState.REVIEWED,
        "may_see_panel": actor.is_ministry,
        "may_rectify": may_write and rectification is not None and rectification.state == RectificationState.OPEN,
        "may_open_next": may_confirm
        and found.conclusion == Conclusion.WITHHELD
        and found.project.state == ProjectState.BUILDING,
        "postponement_form": PostponementForm(),
        "answer_form": AnswerForm(),
        "conclusion_form": ConclusionForm(initial={"opinion": signed_opinion(found)} if may_conclude else None),
        "publish_form": PublishForm(),
        "opinion_form": OpinionForm(),
        "plan_form": PlanForm(initial={"plan": rectification.plan if rectification else ""}),
        "rectification_form": RectificationForm(),
        **_materials(found),
        **(_panel(found, report) if actor.is_ministry and found.panel_id else {}),
        **shown,
    }
    return render(request, "projects/acceptance/acceptance.html", context)


def _panel(found: Acceptance, report: Any) -> dict[str, Any]:
    """What the panel said so far, and what the figures propose: for the ministry alone."""
    unfinished = sum(task.state not in (TaskState.DONE, TaskState.VERIFIED) for task in tasks_in_force(found.project))
    vetoes = vetoes_of(found, report, tasks_open=unfinished)
    proposal = proposal_of(report, vetoes)
    reviews = Review.objects.filter(dossier=found.dossier_id).select_related("expert__user", "expert__organisation")
    return {
        "vetoes": vetoes,
        "proposal": Conclusion(proposal) if proposal else None,
        "reviews": reviews.order_by("id"),
        "result": review_result(found.dossier) if found.dossier else None,
    }


def _acceptance(request: HttpRequest, uuid: str) -> Acceptance:
    return get_object_or_404(acceptances_for(actor_in(request)), uuid=uuid)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "state": request.GET.get("state", ""),
        "conclusion": request.GET.get("conclusion", ""),
        "year": request.GET.get("year", ""),
    }
