"""Agreements: drafted with their file, signed with a confirmation, ended with a reason."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zyk.accounts.actor import Actor, actor_in
from zyk.alliance import rules
from zyk.alliance.actions import draft_agreement, end_agreement, sign_agreement
from zyk.alliance.enums import AgreementState
from zyk.alliance.forms import AGREEMENT_KINDS, AgreementForm, ReasonForm, SignForm
from zyk.alliance.models import Agreement, Alliance
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.media.actions import store_file


@audience(*rules.LEADING_ROLES)
@require_http_methods(["GET", "POST"])
@once
def draft(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    one = get_object_or_404(Alliance.objects.visible_to(actor), uuid=uuid)
    if not rules.can_lead(actor, one):
        raise Http404
    form = AgreementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _draft(form, one, actor):
        messages.success(request, _("协议已提交各成员单位签署，全部签署后生效。"))
        return redirect("alliance:alliance", one.uuid)
    return render(request, "alliance/draft_agreement.html", {"alliance": one, "form": form})


@audience(*rules.SIGNING_ROLES)
@require_http_methods(["GET", "POST"])
@once
def sign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    agreement = _agreement(uuid)
    if not rules.can_sign_for_unit(actor, agreement.alliance):
        raise Http404
    if not rules.can_sign(actor, agreement):
        messages.info(request, _("你单位已经签署，或协议已不在签署中。"))
        return redirect("alliance:alliance", agreement.alliance.uuid)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_agreement(agreement, actor=actor, at=timezone.now())
        messages.success(request, _("已代表本单位签署。"))
        return redirect("alliance:alliance", agreement.alliance.uuid)
    return render(request, "alliance/sign.html", {"agreement": agreement, "form": form})


@audience(*rules.LEADING_ROLES)
@require_http_methods(["GET", "POST"])
@once
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    agreement = _agreement(uuid)
    if not rules.can_lead(actor, agreement.alliance):
        raise Http404
    if agreement.state == AgreementState.ENDED:
        messages.info(request, _("协议已经终止。"))
        return redirect("alliance:alliance", agreement.alliance.uuid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end_agreement(agreement, why=form.cleaned_data["why"], actor=actor)
        messages.success(request, _("协议已终止。"))
        return redirect("alliance:alliance", agreement.alliance.uuid)
    return render(request, "alliance/end_agreement.html", {"agreement": agreement, "form": form})


def _draft(form: AgreementForm, one: Alliance, actor: Actor) -> bool:
    """Keep the file and the draft; what is refused is said at its field."""
    given = dict(form.cleaned_data)
    upload = given.pop("upload")
    try:
        file = store_file(upload, name=upload.name, actor=actor, kinds=AGREEMENT_KINDS) if upload else None
    except ValidationError as error:
        form.add_error("upload", error.messages)
        return False
    try:
        draft_agreement(one, file=file, actor=actor, **given)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _agreement(uuid: UUID) -> Agreement:
    return get_object_or_404(Agreement.objects.select_related("alliance", "file"), uuid=uuid)
