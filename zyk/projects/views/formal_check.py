"""形式审查 and the register of paper copies."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.enums import MINISTRY_ROLES, Role
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.projects.actions.formal_check import (
    begin_formal_check,
    conclude_formal_check,
    receive_paper,
    record_finding,
    sign_waiver,
)
from zyk.projects.enums import ApplicationState
from zyk.projects.forms.recommendation import ConcludeForm, FindingForm, PaperForm
from zyk.projects.models import Application
from zyk.projects.queries.window import contents_open_at
from zyk.projects.rules.conflict import may_handle
from zyk.projects.rules.recommendation import can_check, has_matching_paper, needs_notice, needs_paper
from zyk.projects.rules.sealing import may_read_contents
from zyk.projects.views.reach import ActorRequest, visible_application


@audience(*MINISTRY_ROLES)
@require_GET
def formal_check(request: ActorRequest, uuid: UUID) -> HttpResponse:
    return _shown(request, visible_application(request, uuid))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def begin(request: ActorRequest, uuid: UUID) -> HttpResponse:
    application = visible_application(request, uuid)
    try:
        begin_formal_check(application, actor=request.actor, at=timezone.now())
        messages.success(request, _("审查项已按最新修订和最新数据列出。"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("projects:formal_check", uuid)


@audience(Role.MINISTRY_OFFICER)
@require_POST
def finding(request: ActorRequest, uuid: UUID, item: int) -> HttpResponse:
    application = visible_application(request, uuid)
    check = get_object_or_404(application.formal_checks.select_related("application"), pk=item)
    form = FindingForm(request.POST)
    form.is_valid()
    words = form.cleaned_data
    is_met = check.is_met if check.is_automatic else words.get("is_met")
    reason = words.get("waiver_reason", "")
    try:
        if is_met is None and not reason.strip():
            raise ValidationError(_("请选择达到或未达到，或写明豁免理由。"))
        if any(form.errors.values()):
            raise ValidationError(_("文字不能超过 300 字。"))
        record_finding(
            check,
            is_met=bool(is_met),
            found=words.get("found", ""),
            waiver_reason=reason,
            actor=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("已记录。"))
        return redirect("projects:formal_check", uuid)
    except ValidationError as refused:
        problem = " ".join(refused.messages)
    return _shown(request, application, problem=problem, problem_item=check.pk, typed=request.POST)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def sign(request: ActorRequest, uuid: UUID, item: int) -> HttpResponse:
    """A second officer signs a waiver."""
    application = visible_application(request, uuid)
    check = get_object_or_404(application.formal_checks.select_related("application"), pk=item)
    try:
        sign_waiver(check, actor=request.actor, at=timezone.now())
        messages.success(request, _("豁免已签署。"))
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("projects:formal_check", uuid)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def conclude(request: ActorRequest, uuid: UUID) -> HttpResponse:
    application = visible_application(request, uuid)
    form = ConcludeForm(request.POST)
    if form.is_valid():
        try:
            conclude_formal_check(application, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("审查结论已记录。"))
            return redirect("projects:formal_check", uuid)
        except ValidationError as refused:
            form.add_error(None, refused)
    return _shown(request, application, form=form)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def paper(request: ActorRequest, uuid: UUID) -> HttpResponse:
    application = visible_application(request, uuid)
    form = PaperForm(request.POST)
    if form.is_valid():
        try:
            receipt = receive_paper(application, actor=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            if receipt.matches:
                messages.success(request, _("纸质件已登记，与网上最新修订相符。"))
            else:
                messages.warning(request, _("纸质件已登记，与网上最新修订不符，已通知申请单位重新寄送。"))
            return redirect("projects:formal_check", uuid)
    return _shown(request, application, paper_form=form)


def _shown(request: ActorRequest, application: Application, **more: Any) -> HttpResponse:
    revision = application.revisions.order_by("-number").first()
    checks = (
        list(
            application.formal_checks.filter(revision_number=revision.number).select_related(
                "checked_by", "waiver_signed_by"
            )
        )
        if revision
        else []
    )
    unmet = [check for check in checks if not check.is_met and not check.is_waived]
    is_officer = can_check(request.actor) and may_handle(request.actor, application)
    context = {
        "application": application,
        "revision": revision,
        "checks": checks,
        "unmet": unmet,
        "receipts": application.paper_receipts.select_related("recorded_by").order_by("-id"),
        "needs_paper": needs_paper(application),
        "has_paper": has_matching_paper(application),
        "needs_notice": needs_notice(application),
        "may_check": is_officer and application.state == ApplicationState.FORMAL_CHECK,
        "may_receive": is_officer and revision is not None,
        "is_tied": can_check(request.actor) and not is_officer,
        "is_sealed": not may_read_contents(request.actor, application),
        "sealed_until": contents_open_at(application),
        "own_pk": request.actor.user.pk if request.actor.user else None,
        "history": history_of(application)[:10],
        "form": ConcludeForm(),
        "paper_form": PaperForm(),
        **more,
    }
    return render(request, "projects/recommendation/formal_check.html", context)
