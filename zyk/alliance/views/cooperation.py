"""Cooperation requests and the shared list of work."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.alliance import actions, rules
from zyk.alliance.enums import MemberState
from zyk.alliance.forms import AskForm, WorkForm
from zyk.alliance.models import Alliance, CooperationRequest, WorkItem
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of

AUDIENCE = tuple(dict.fromkeys((*rules.READING_ROLES, *rules.ASKING_ROLES)))


@audience(*AUDIENCE)
@require_safe
def cooperation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What units ask and offer, and who builds what until when."""
    return _shown(request, _alliance(request, uuid))


@audience(*rules.ASKING_ROLES)
@require_POST
@once
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one, form = _alliance(request, uuid), AskForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_cooperation(one, actor=actor_in(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("合作申请已送第一主持单位。"))
            return redirect("alliance:cooperation", uuid)
    return _shown(request, one, ask_form=form)


@audience(*AUDIENCE)
@require_POST
@once
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The lead host answers; the unit that asked may take it back."""
    actor = actor_in(request)
    asked = get_object_or_404(CooperationRequest.objects.visible_to(actor).select_related("alliance"), uuid=uuid)
    try:
        if request.POST.get("act") == "withdraw":
            actions.withdraw_cooperation(asked, actor=actor)
            messages.success(request, _("申请已撤回。"))
        else:
            actions.answer_cooperation(
                asked,
                is_accepted=request.POST.get("act") == "accept",
                answer=request.POST.get("answer", "")[:600],
                actor=actor,
                at=timezone.now(),
            )
            messages.success(request, _("答复已送对方单位。"))
    except PermissionDenied as denied:
        raise Http404 from denied
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("alliance:cooperation", asked.alliance.uuid)


@audience(*rules.LEADING_ROLES)
@require_POST
@once
def new_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one, actor = _alliance(request, uuid), actor_in(request)
    if not rules.can_lead(actor, one):
        raise Http404
    form = WorkForm(request.POST, alliance=one)
    if form.is_valid():
        try:
            actions.add_work(one, actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("任务已列入，承担单位会收到通知。"))
            return redirect("alliance:cooperation", uuid)
    return _shown(request, one, work_form=form)


@audience(*rules.LEADING_ROLES)
@require_POST
@once
def change_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Done, open again, or off the list."""
    actor = actor_in(request)
    item = get_object_or_404(WorkItem.objects.select_related("alliance", "member"), uuid=uuid)
    try:
        if request.POST.get("act") == "drop":
            actions.drop_work(item, actor=actor)
        else:
            done = request.POST.get("act") == "done"
            actions.settle_work(item, is_done=done, actor=actor, today=timezone.localdate())
    except PermissionDenied as denied:
        raise Http404 from denied
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("alliance:cooperation", item.alliance.uuid)


def _alliance(request: HttpRequest, uuid: UUID) -> Alliance:
    actor = actor_in(request)
    one = get_object_or_404(Alliance.objects.visible_to(actor), uuid=uuid)
    if not rules.can_see_cooperation(actor, one):
        raise Http404
    return one


def _shown(
    request: HttpRequest, one: Alliance, *, ask_form: AskForm | None = None, work_form: WorkForm | None = None
) -> HttpResponse:
    actor = actor_in(request)
    asked = CooperationRequest.objects.visible_to(actor).filter(alliance=one).select_related("organisation")
    joined = one.members.filter(organisation=actor.organisation_id or 0, state=MemberState.JOINED).exists()
    work = one.work.select_related("member__organisation") if joined else WorkItem.objects.none()
    can_lead = rules.can_lead(actor, one)
    leads = actor.is_any(*rules.LEADING_ROLES)
    context: dict[str, Any] = {
        "alliance": one,
        "page": page_of(request, asked),
        "work": [(row, can_lead or (leads and row.member.organisation_id == actor.organisation_id)) for row in work],
        "joined": joined,
        "can_lead": can_lead,
        "can_ask": rules.can_ask(actor),
        "own_unit": actor.organisation_id,
        "today": timezone.localdate(),
        "ask_form": ask_form or AskForm(),
        "work_form": work_form or WorkForm(alliance=one),
    }
    return render(request, "alliance/cooperation.html", context)
