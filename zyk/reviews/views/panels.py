"""专家组: set up for a set of dossiers; draw, invitations and phases on one page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.reviews.actions.draw import commit_draw
from zyk.reviews.actions.panel import (
    invite_members,
    move_panel,
    name_chair,
    remove_member,
    replace_member,
    seat_expert,
)
from zyk.reviews.enums import InvitationState, PanelState, ReviewState
from zyk.reviews.forms.panel import DrawForm, InviteForm, SeatForm
from zyk.reviews.models import Panel, PanelMember, Review
from zyk.reviews.queries.board import loads_of
from zyk.reviews.rules.recusal import RecusalPolicy

NEXT = {
    PanelState.SCORING: (PanelState.DISCUSSING, PanelState.CLOSED),
    PanelState.DISCUSSING: (PanelState.SCORING, PanelState.CLOSED),
}


@audience(*MINISTRY_ROLES)
@require_GET
def panels(request: HttpRequest) -> HttpResponse:
    text, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    rows = Panel.objects.visible_to(actor_in(request)).order_by("-id")
    if text:
        rows = rows.filter(title__icontains=text)
    if state in PanelState.values:
        rows = rows.filter(state=state)
    rows = rows.annotate(
        seats=_number(PanelMember.objects.filter(state=InvitationState.ACCEPTED)),
        items=_number(Panel.dossiers.through.objects.all()),
        done=_number(Review.objects.filter(state=ReviewState.SUBMITTED)),
        given=_number(Review.objects.exclude(state=ReviewState.RECUSED)),
    )
    context = {"page": page_of(request, rows), "text": text, "state": state, "states": PanelState.choices}
    return render(request, "reviews/panels.html", context)


@audience(*MINISTRY_ROLES)
@require_GET
def panel(request: HttpRequest, uuid: str) -> HttpResponse:
    return shown(request, panel_in(request, uuid))


@audience(*MINISTRY_ROLES)
@require_POST
@once
def commit(request: HttpRequest, uuid: str) -> HttpResponse:
    """First step of the draw: quotas, witness, and the hash of his seed."""
    found = panel_in(request, uuid)
    form = DrawForm(request.POST, panel=found)
    if form.is_valid():
        words = form.cleaned_data
        try:
            draw = commit_draw(
                found,
                title=found.title,
                size=words["size"],
                seed=words["seed"],
                witness=words["witness"],
                dossiers=list(found.dossiers.all()),
                quotas=form.quotas,
                policy=RecusalPolicy.of(found.policy),
                actor=actor_in(request),
                at=timezone.now(),
            )
            messages.success(request, _("种子的哈希已封存。请监督人保管好种子，下一步冻结名单。"))
            return redirect("reviews:draw", draw.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return shown(request, found, draw_form=form)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def seat(request: HttpRequest, uuid: str) -> HttpResponse:
    found = panel_in(request, uuid)
    form = SeatForm(request.POST)
    if form.is_valid():
        try:
            seat_expert(found, expert=form.cleaned_data["expert"], actor=actor_in(request))
            messages.success(request, _("已加入专家组，尚待邀请。"))
            return redirect("reviews:panel", found.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return shown(request, found, seat_form=form)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def invite(request: HttpRequest, uuid: str) -> HttpResponse:
    found = panel_in(request, uuid)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            number = invite_members(found, actor=actor_in(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("已邀请 %(number)s 位专家。") % {"number": number})
            return redirect("reviews:panel", found.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return shown(request, found, invite_form=form)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def phase(request: HttpRequest, uuid: str) -> HttpResponse:
    found = panel_in(request, uuid)
    try:
        move_panel(found, request.POST.get("to", ""), actor=actor_in(request))
        messages.success(request, _("专家组已进入下一阶段。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:panel", found.uuid)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def member(request: HttpRequest, uuid: str, act: str) -> HttpResponse:
    """Replace, remove or name as chair."""
    found = get_object_or_404(PanelMember.objects.select_related("panel", "expert__user"), uuid=uuid)
    actor = actor_in(request)
    try:
        if act == "replace":
            made = replace_member(found, actor=actor)
            messages.success(request, _("候补 %(name)s 已补入，尚待邀请。") % {"name": made.expert.user.name})
        elif act == "remove":
            remove_member(found, why=request.POST.get("why", ""), actor=actor)
            messages.success(request, _("已移出。"))
        elif act == "chair":
            name_chair(found, actor=actor)
            messages.success(request, _("已定为组长。"))
        else:
            raise Http404
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:panel", found.panel.uuid)


def _number(rows: QuerySet[Any]) -> Any:
    """How many of these rows belong to the panel. Joined, members, dossiers and reviews would multiply."""
    counted = rows.filter(panel=OuterRef("pk")).order_by().values("panel").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def panel_in(request: HttpRequest, uuid: str) -> Panel:
    return get_object_or_404(Panel.objects.visible_to(actor_in(request)).select_related("draw"), uuid=uuid)


def shown(request: HttpRequest, found: Panel, **forms: Any) -> HttpResponse:
    loads = loads_of(found)
    members = found.members.select_related("expert__user", "expert__organisation__province")
    members = members.prefetch_related("replaced_by")
    context: dict[str, Any] = {
        "panel": found,
        "rows": [(each, loads.get(each.expert_id)) for each in members],
        "has_chosen": any(each.state == InvitationState.CHOSEN for each in members),
        "has_expired": any(each.state == InvitationState.EXPIRED and not each.replaced_by.all() for each in members),
        "number": found.dossiers.count(),
        "proposals": found.proposals.annotate(number=Count("pairs"))[:5],
        "sessions": found.sessions.annotate(number=Count("slots")),
        "steps": [PanelState(each) for each in NEXT.get(PanelState(found.state), ())],
        "draw_form": DrawForm(panel=found),
        "seat_form": SeatForm(),
        "invite_form": InviteForm(),
        "history": history_of(found),
        "policy": RecusalPolicy.of(found.policy),
    }
    return render(request, "reviews/panel.html", context | forms)
