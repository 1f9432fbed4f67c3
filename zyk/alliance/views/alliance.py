"""Alliances: the public list, one alliance, founding one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zyk.accounts.actor import Actor, actor_in
from zyk.accounts.models import Province
from zyk.alliance import rules
from zyk.alliance.actions import found_alliance
from zyk.alliance.enums import AgreementState, MemberKind, MemberState
from zyk.alliance.forms import FoundForm
from zyk.alliance.models import Alliance
from zyk.alliance.queries import (
    agreements_of,
    history_of_alliance,
    invitations_to,
    members_shown,
    search_alliances,
)
from zyk.common.audience import ANYONE, audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.trail import told

SORTS: dict[str, tuple[str, ...]] = {
    "name": ("name", "id"),
    "members": ("member_count", "id"),
    "founded": ("founded_on", "id"),
}
HISTORY_LENGTH = 40


@audience(ANYONE)
@require_safe
def alliances(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    text, province = (request.GET.get(key, "").strip()[:60] for key in ("q", "province"))
    mine = bool(request.GET.get("mine")) and actor.organisation_id is not None
    sort = sort_of(request, SORTS, "name")
    found = search_alliances(actor, text, province=province, mine=mine).order_by(*sort.order_by)
    context = {
        "text": text,
        "province": province,
        "mine": mine,
        "is_filtered": bool(text or province or mine),
        "provinces": Province.objects.order_by("code"),
        "sort": sort,
        "page": page_of(request, found, per_page=20),
        "can_found": rules.can_found(actor),
        "invitations": invitations_to(actor) if actor.organisation_id else [],
    }
    return render(request, "alliance/alliances.html", context)


@audience(ANYONE)
@require_safe
def alliance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    one = get_object_or_404(Alliance.objects.visible_to(actor), uuid=uuid)
    can_read = rules.can_read_agreements(actor, one)
    context = {
        "alliance": one,
        "can_lead": rules.can_lead(actor, one),
        "can_read": can_read,
        "may_cooperate": rules.can_see_cooperation(actor, one),
        "history": [told(entry) for entry in history_of_alliance(one)[:HISTORY_LENGTH]] if can_read else [],
    }
    return render(request, "alliance/alliance.html", context | _members(one, actor) | _agreements(one, actor))


@audience(*rules.LEADING_ROLES)
@require_http_methods(["GET", "POST"])
@once
def found(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    if not rules.can_found(actor):
        raise Http404
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        founded = found_alliance(actor=actor, **form.cleaned_data)
        messages.success(request, _("联盟已成立，现在可以邀请成员单位。"))
        return redirect("alliance:alliance", founded.uuid)
    return render(request, "alliance/found.html", {"form": form})


def _members(one: Alliance, actor: Actor) -> dict[str, Any]:
    """Members by kind; what is not joined stands apart."""
    shown = list(members_shown(one, actor))
    joined = [member for member in shown if member.state == MemberState.JOINED]
    own = next((member for member in shown if member.organisation_id == actor.organisation_id), None)
    return {
        "groups": [(kind, of_kind) for kind in MemberKind if (of_kind := [m for m in joined if m.kind == kind])],
        "joined_count": len(joined),
        "others": [member for member in shown if member.state != MemberState.JOINED],
        "own": own,
        "may_answer": own is not None and rules.can_answer_invitation(actor, own),
        "may_leave": own is not None and own.state == MemberState.JOINED and rules.can_leave(actor, own),
    }


def _agreements(one: Alliance, actor: Actor) -> dict[str, Any]:
    """Agreements with their signatures, and those the actor may sign now."""
    rows = list(agreements_of(one))
    signs = rules.can_sign_for_unit(actor, one)
    open_to_sign = {
        row.pk
        for row in rows
        if signs
        and row.state == AgreementState.DRAFT
        and all(signature.member.organisation_id != actor.organisation_id for signature in row.signatures.all())
    }
    return {"agreements": rows, "open_to_sign": open_to_sign}
