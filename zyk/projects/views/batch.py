"""决定批次: drafted, countersigned by a second officer, published in one act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.enums import MINISTRY_ROLES, Role
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.money import fen_from_wan
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.actions.selection import (
    Verdict,
    countersign_batch,
    draft_batch,
    name_document,
    publish_batch,
    put_in_batch,
    send_batch_back,
    take_out_of_batch,
)
from zyk.projects.enums import BatchState
from zyk.projects.forms.selection import BatchForm, DocumentForm, WhyForm
from zyk.projects.models import Application, Cycle, DecisionBatch
from zyk.projects.queries.selection import batches_of, decidable_in, decisions_of, purse_of, results_of
from zyk.projects.rules.selection import allowed_outcomes, can_change, can_countersign, can_decide
from zyk.projects.views.reach import ActorRequest


@audience(*MINISTRY_ROLES)
@require_GET
def batches(request: ActorRequest) -> HttpResponse:
    context = {
        "page": page_of(request, batches_of(request.actor).order_by("-id")),
        "cycles": Cycle.objects.order_by("-year"),
        "may_draft": can_decide(request.actor),
    }
    return render(request, "projects/selection/batches.html", context)


@audience(Role.MINISTRY_OFFICER)
@require_http_methods(["GET", "POST"])
@once
def new(request: ActorRequest, year: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, year=year)
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = dict(form.cleaned_data)
        ceiling = words.pop("budget_ceiling")
        try:
            made = draft_batch(cycle, budget_ceiling_fen=ceiling, actor=request.actor, **words)
            messages.success(request, _("批次已建立，请列入申请。"))
            return redirect("projects:batch", made.uuid)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "projects/selection/batch_new.html", {"cycle": cycle, "form": form})


@audience(*MINISTRY_ROLES)
@require_GET
def batch(request: ActorRequest, uuid: UUID) -> HttpResponse:
    found = _batch(request, uuid)
    if request.GET.get("export") == "xlsx":
        return _export(found)
    return _shown(request, found)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def decide(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """First a sheet with one row for each picked application; then what was decided of them."""
    found = _batch(request, uuid)
    if not can_change(found):
        messages.error(request, _("批次已会签，不能再改。"))
        return redirect("projects:batch", uuid)
    codes = set(request.POST.getlist("applications"))
    picked = [each for each in decidable_in(found, request.actor) if str(each.uuid) in codes]
    if not picked:
        messages.error(request, _("请先勾选评议完成的申请。"))
        return redirect("projects:batch", uuid)
    problems: dict[int, str] = {}
    if request.POST.get("step") == "save":
        verdicts, problems = _verdicts(request, picked)
        try:
            if not problems:
                put_in_batch(found, verdicts=verdicts, actor=request.actor)
                messages.success(request, _("决定已记入批次，发布前外部看不到。"))
                return redirect("projects:batch", uuid)
        except ValidationError as refused:
            if not hasattr(refused, "error_dict"):
                raise
            texts = {name: " ".join(lines) for name, lines in refused.message_dict.items()}
            problems = {each.pk: texts.get(f"application-{each.pk}", "") for each in picked}
    return render(request, "projects/selection/decide.html", _sheet(request, found, picked, problems))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def take_out(request: ActorRequest, uuid: UUID) -> HttpResponse:
    found = _batch(request, uuid)
    rows = Application.objects.visible_to(request.actor).filter(decisions__batch=found)
    application = get_object_or_404(rows, number=request.POST.get("application", ""))
    return _act(
        request,
        found,
        lambda: take_out_of_batch(found, application=application, actor=request.actor),
        _("已移出批次。"),
    )


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def document(request: ActorRequest, uuid: UUID) -> HttpResponse:
    found, form = _batch(request, uuid), DocumentForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, document_form=form)
    return _act(
        request, found, lambda: name_document(found, actor=request.actor, **form.cleaned_data), _("文号已记录。")
    )


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def countersign(request: ActorRequest, uuid: UUID) -> HttpResponse:
    found = _batch(request, uuid)
    return _act(request, found, lambda: countersign_batch(found, actor=request.actor), _("已会签，批次已锁定。"))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def send_back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    found, form = _batch(request, uuid), WhyForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, why_form=form)
    return _act(
        request,
        found,
        lambda: send_batch_back(found, actor=request.actor, **form.cleaned_data),
        _("已退回起草，须重新会签。"),
    )


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def publish(request: ActorRequest, uuid: UUID) -> HttpResponse:
    found = _batch(request, uuid)
    return _act(
        request,
        found,
        lambda: publish_batch(found, actor=request.actor, at=timezone.now()),
        _("已发布：结果已生效，申请单位已收到通知。"),
    )


def _act(request: ActorRequest, found: DecisionBatch, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except PermissionDenied:
        messages.error(request, _("这一步须由另一名经办人来做，或批次当前状态不允许。"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("projects:batch", found.uuid)


def _shown(request: ActorRequest, found: DecisionBatch, **more: Any) -> HttpResponse:
    decisions = list(decisions_of(found))
    may_change = can_decide(request.actor) and can_change(found)
    held = {decision.application_id for decision in decisions}
    results = results_of([decision.application for decision in decisions])
    context = {
        "batch": found,
        "rows": [(decision, results.get(decision.application_id)) for decision in decisions],
        "purse": purse_of(found, decisions),
        "may_change": may_change,
        "waiting": [each for each in decidable_in(found, request.actor) if each.pk not in held] if may_change else [],
        "is_drafting": found.state == BatchState.DRAFTING,
        "is_countersigned": found.state == BatchState.COUNTERSIGNED,
        "may_countersign": found.state == BatchState.DRAFTING and can_countersign(request.actor, found),
        "may_decide": can_decide(request.actor),
        "document_form": DocumentForm(initial={"document_number": found.document_number}),
        "why_form": WhyForm(),
        "history": history_of(found),
        **more,
    }
    return render(request, "projects/selection/batch.html", context)


def _sheet(
    request: ActorRequest, found: DecisionBatch, picked: list[Application], problems: dict[int, str]
) -> dict[str, Any]:
    results = results_of(picked)
    kept = {decision.application_id: decision for decision in decisions_of(found)}
    is_typed = request.POST.get("step") == "save"

    def value(each: Application, name: str, own: Any) -> Any:
        return request.POST.get(f"{name}-{each.pk}", "") if is_typed else own

    rows = []
    for each in picked:
        decision = kept.get(each.pk)
        outcomes = allowed_outcomes(each)
        amount = decision.amount_fen if decision else each.budget_ministry_fen
        rows.append(
            {
                "application": each,
                "result": results.get(each.pk),
                "outcomes": outcomes,
                "outcome": value(each, "outcome", decision.outcome if decision else outcomes[0].value),
                "amount": value(each, "amount", "" if amount is None else f"{amount / 1_000_000:.2f}"),
                "grounds": value(each, "grounds", decision.grounds if decision else ""),
                "problem": problems.get(each.pk, ""),
            }
        )
    return {"batch": found, "rows": rows, "has_problems": any(problems.values())}


def _verdicts(request: ActorRequest, picked: list[Application]) -> tuple[dict[Application, Verdict], dict[int, str]]:
    verdicts: dict[Application, Verdict] = {}
    problems: dict[int, str] = {}
    for each in picked:
        text = request.POST.get(f"amount-{each.pk}", "").strip()
        try:
            verdicts[each] = Verdict(
                outcome=request.POST.get(f"outcome-{each.pk}", ""),
                amount_fen=fen_from_wan(text) if text else None,
                grounds=request.POST.get(f"grounds-{each.pk}", "").strip()[:2000],
            )
        except ValidationError as refused:
            problems[each.pk] = " ".join(refused.messages)
    return verdicts, problems


def _export(found: DecisionBatch) -> HttpResponse:
    header = [_("编号"), _("资源库"), _("第一主持单位"), _("结果"), _("部本专项（万元）"), _("理由")]
    rows = (
        [
            decision.application.number,
            decision.application.library.name,
            decision.application.lead_host.name,
            decision.get_outcome_display(),
            "" if decision.amount_fen is None else decision.amount_fen / 1_000_000,
            decision.grounds,
        ]
        for decision in decisions_of(found)
    )
    return xlsx_response(f"{found.title}.xlsx", header, rows)


def _batch(request: ActorRequest, uuid: UUID) -> DecisionBatch:
    found = batches_of(request.actor).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
