"""One certification: public with its evidence once given, worked on by the team before."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zyk.accounts.actor import Actor, actor_in
from zyk.certification import rules
from zyk.certification.actions import conclude_certification, revoke_certification, take_up_certification
from zyk.certification.enums import CertificationState
from zyk.certification.forms import JudgementForm, RevokeForm
from zyk.certification.models import Certification
from zyk.certification.queries import result_rows
from zyk.common.audience import ANYONE, SIGNED_IN, audience
from zyk.common.audit import history_of
from zyk.common.once import once


@audience(ANYONE)
@require_safe
def certification(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _shown(request, _visible(request, uuid))


@audience(SIGNED_IN)
@require_POST
@once
def take_up(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _worked_on(request, uuid)
    try:
        take_up_certification(one, actor=actor_in(request))
    except PermissionDenied:
        messages.error(request, _("制作者和申请人不能审核自己的资源；审核由负责人或审核人承担。"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("已由你审核。逐项判断后写明意见。"))
    return redirect("certification:certification", uuid)


@audience(SIGNED_IN)
@require_POST
@once
def conclude(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    one = _worked_on(request, uuid)
    if not _may_judge(actor, one):
        messages.error(request, _("这件认证不由你审核，或已有结论。"))
        return redirect("certification:certification", uuid)
    form = _judgement_form(one, request.POST)
    if form.is_valid():
        try:
            done = conclude_certification(
                one,
                judgements=form.judgements,
                opinion=form.cleaned_data["opinion"],
                actor=actor,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            is_certified = done.state == CertificationState.CERTIFIED
            messages.success(
                request, _("已通过认证，资源页面显示认证标记。") if is_certified else _("结论已记录：未通过认证。")
            )
            return redirect("certification:certification", uuid)
    return _shown(request, one, form=form)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    one = _worked_on(request, uuid)
    if one.state == CertificationState.REVOKED:
        messages.info(request, _("认证已经撤销。"))
        return redirect("certification:certification", uuid)
    if not rules.can_revoke(actor, one):
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revoke_certification(one, why=form.cleaned_data["why"], actor=actor, at=timezone.now())
        messages.success(request, _("认证已撤销，资源页面不再显示认证标记。"))
        return redirect("certification:certification", uuid)
    return render(request, "certification/revoke.html", {"certification": one, "form": form})


def _shown(request: HttpRequest, one: Certification, form: JudgementForm | None = None) -> HttpResponse:
    actor = actor_in(request)
    is_inside = Certification.objects.worked_on_by(actor).filter(pk=one.pk).exists()
    may_judge = _may_judge(actor, one)
    context: dict[str, Any] = {
        "certification": one,
        "resource": one.version.resource,
        "standard": one.standard,
        "rows": result_rows(one),
        "is_inside": is_inside,
        "is_current": rules.is_current(one),
        "can_take_up": is_inside and rules.can_take_up(actor, one),
        "can_revoke": is_inside and rules.can_revoke(actor, one),
        "form": form or (_judgement_form(one) if may_judge else None),
        "history": history_of(one) if is_inside else None,
    }
    return render(request, "certification/certification.html", context)


def _may_judge(actor: Actor, one: Certification) -> bool:
    return (
        one.state == CertificationState.IN_REVIEW
        and actor.user is not None
        and one.reviewer_id == actor.user.pk
        and rules.can_review(actor, one)
    )


def _judgement_form(one: Certification, sent: Any = None) -> JudgementForm:
    open_results = one.results.filter(is_automatic=False).select_related("criterion").order_by("criterion__position")
    return JudgementForm(sent, results=open_results)


def _visible(request: HttpRequest, uuid: UUID) -> Certification:
    actor = actor_in(request)
    return _get(Certification.objects.visible_to(actor), uuid)


def _worked_on(request: HttpRequest, uuid: UUID) -> Certification:
    actor = actor_in(request)
    return _get(Certification.objects.worked_on_by(actor), uuid)


def _get(found: Any, uuid: UUID) -> Certification:
    found = found.select_related(
        "standard__library__lead_host", "version__resource__contributor", "requested_by", "reviewer"
    )
    one: Certification = get_object_or_404(found, uuid=uuid)
    return one
