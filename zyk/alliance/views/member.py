"""Members: invited, answering, leaving."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.actor import Actor, actor_in
from zyk.accounts.models import Organisation
from zyk.accounts.queries import search_organisations
from zyk.alliance import rules
from zyk.alliance.actions import answer_invitation, invite_member, leave_alliance
from zyk.alliance.enums import MemberState
from zyk.alliance.forms import InviteForm, ReasonForm
from zyk.alliance.models import Alliance, AllianceMember
from zyk.common.audience import audience
from zyk.common.once import once

SHOWN = 40


@audience(*rules.LEADING_ROLES)
@require_http_methods(["GET", "POST"])
@once
def invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """First the organisation from the directory, then what it is to do."""
    actor = actor_in(request)
    one = get_object_or_404(Alliance.objects.visible_to(actor), uuid=uuid)
    if not rules.can_lead(actor, one):
        raise Http404
    text = request.GET.get("q", "").strip()[:60]
    chosen = _chosen(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and chosen and form.is_valid():
        try:
            invite_member(one, organisation=chosen, actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("邀请已发出，对方的盖章人、项目负责人和单位管理员会收到通知。"))
            return redirect("alliance:alliance", one.uuid)
    found = search_organisations(text).filter(kind__in=rules.JOINING_KINDS)[:SHOWN] if text else []
    standing = dict(one.members.values_list("organisation_id", "state"))
    rows = [(unit, MemberState(standing[unit.pk]) if unit.pk in standing else None) for unit in found]
    context = {"alliance": one, "text": text, "rows": rows, "chosen": chosen, "form": form, "shown": SHOWN}
    return render(request, "alliance/invite.html", context)


@audience(*rules.ANSWERING_ROLES)
@require_POST
@once
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    member = _own_membership(actor, uuid)
    is_accepted = request.POST.get("answer") == "accept"
    if not rules.can_answer_invitation(actor, member):
        messages.error(request, _("这份邀请已经答复过。"))
    else:
        answer_invitation(member, is_accepted=is_accepted, actor=actor, today=timezone.localdate())
        messages.success(request, _("你单位已加入联盟。") if is_accepted else _("已谢绝邀请。"))
    return redirect("alliance:alliance", member.alliance.uuid)


@audience(*rules.ANSWERING_ROLES)
@require_http_methods(["GET", "POST"])
@once
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    member = _own_membership(actor, uuid)
    if not rules.can_leave(actor, member):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave_alliance(member, why=form.cleaned_data["why"], actor=actor)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("你单位已退出联盟，已贡献的资源保留署名。"))
            return redirect("alliance:alliance", member.alliance.uuid)
    return render(request, "alliance/leave.html", {"alliance": member.alliance, "member": member, "form": form})


def _own_membership(actor: Actor, uuid: UUID) -> AllianceMember:
    own = AllianceMember.objects.filter(organisation_id=actor.organisation_id or 0)
    return get_object_or_404(own.select_related("alliance", "organisation"), uuid=uuid)


def _chosen(request: HttpRequest) -> Organisation | None:
    given = request.POST.get("organisation") or request.GET.get("organisation") or ""
    try:
        return Organisation.objects.filter(uuid=UUID(given), kind__in=rules.JOINING_KINDS).first()
    except ValueError:
        return None
