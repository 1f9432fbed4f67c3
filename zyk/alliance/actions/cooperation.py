"""Cooperation: a unit asks or offers, the lead host answers; and the list of who builds what until when."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.alliance import rules
from zyk.alliance.actions.alliance import welcome_member
from zyk.alliance.enums import (
    COOPERATION_MOVES,
    WORK_MOVES,
    CooperationKind,
    CooperationState,
    MemberKind,
    MemberState,
    WorkState,
)
from zyk.alliance.models import Alliance, AllianceMember, CooperationRequest, WorkItem
from zyk.common import audit
from zyk.common.moves import move


@transaction.atomic
def ask_cooperation(alliance: Alliance, *, kind: str, text: str, actor: Actor) -> CooperationRequest:
    """Ask to join, offer resources or ask for some; one open request of a kind for each unit."""
    if not rules.can_ask(actor) or actor.organisation is None:
        raise PermissionDenied
    locked = Alliance.objects.select_for_update().get(pk=alliance.pk)
    joined = locked.members.filter(organisation=actor.organisation, state=MemberState.JOINED).exists()
    if kind == CooperationKind.JOIN and joined:
        raise ValidationError({"kind": _("你单位已是成员。")})
    asked = locked.cooperation_requests.filter(organisation=actor.organisation, kind=kind, state=CooperationState.OPEN)
    if asked.exists():
        raise ValidationError({"kind": _("你单位同类的申请还在等待答复。")})
    request = CooperationRequest(
        alliance=locked, organisation=actor.organisation, kind=kind, text=text.strip(), asked_by=actor.user
    )
    request.full_clean()
    request.save()
    audit.record(actor=actor, verb="create", about=request)
    lead = locked.members.get(kind=MemberKind.LEAD_HOST).organisation
    notify(
        people_in_role(lead, *rules.LEADING_ROLES),
        text=f"{actor.organisation.name}向“{locked.name}”提出合作申请：{request.get_kind_display()}。",
        english_text=f"{actor.organisation.name} asks “{locked.name}” for cooperation.",
        url=f"/alliances/{locked.uuid}/cooperation/",
        mail=True,
    )
    return request


@transaction.atomic
def answer_cooperation(
    request: CooperationRequest, *, is_accepted: bool, answer: str, actor: Actor, at: datetime
) -> CooperationRequest:
    """The lead host accepts or declines; whoever asked to join and is accepted is a participant from then on."""
    if not rules.can_lead(actor, request.alliance):
        raise PermissionDenied
    if not is_accepted and not answer.strip():
        raise ValidationError({"answer": _("请写明谢绝的理由。")})
    to = CooperationState.ACCEPTED if is_accepted else CooperationState.DECLINED
    move(request, to, moves=COOPERATION_MOVES, actor=actor, why=answer.strip())
    request.answer, request.answered_at = answer.strip()[:600], at
    request.save(update_fields=["answer", "answered_at", "updated_at"])
    if is_accepted and request.kind == CooperationKind.JOIN:
        welcome_member(
            request.alliance, request.organisation, contribution=request.text[:600], actor=actor, on=at.date()
        )
    notify(
        people_in_role(request.organisation, *rules.SIGNING_ROLES, Role.UNIT_ADMINISTRATOR),
        text=f"“{request.alliance.name}”答复了你单位的合作申请：{request.get_state_display()}。",
        english_text=f"“{request.alliance.name}” answered your request for cooperation.",
        url=f"/alliances/{request.alliance.uuid}/cooperation/",
        mail=True,
    )
    return request


@transaction.atomic
def withdraw_cooperation(request: CooperationRequest, *, actor: Actor) -> None:
    """The unit that asked takes it back."""
    if not rules.can_ask(actor) or request.organisation_id != actor.organisation_id:
        raise PermissionDenied
    move(request, CooperationState.WITHDRAWN, moves=COOPERATION_MOVES, actor=actor)


@transaction.atomic
def add_work(alliance: Alliance, *, title: str, member: AllianceMember, due_on: date, actor: Actor) -> WorkItem:
    """List a part of the common work; its unit is told."""
    if not rules.can_lead(actor, alliance):
        raise PermissionDenied
    if member.alliance_id != alliance.pk or member.state != MemberState.JOINED:
        raise ValidationError({"member": _("承担单位应是联盟成员。")})
    item = WorkItem(alliance=alliance, title=title.strip(), member=member, due_on=due_on)
    item.full_clean()
    item.save()
    audit.record(actor=actor, verb="create", about=item, facts={"unit": member.organisation.name})
    notify(
        people_in_role(member.organisation, *rules.LEADING_ROLES),
        text=f"“{alliance.name}”的共建任务由你单位承担：{item.title}，{due_on:%Y-%m-%d} 前完成。",
        english_text=f"Your organisation builds “{item.title}” for “{alliance.name}” until {due_on:%Y-%m-%d}.",
        url=f"/alliances/{alliance.uuid}/cooperation/",
        mail=True,
    )
    return item


@transaction.atomic
def settle_work(item: WorkItem, *, is_done: bool, actor: Actor, today: date) -> None:
    """The unit itself, or the lead host, says that it is done, or is not after all."""
    if not rules.can_settle_work(actor, item):
        raise PermissionDenied
    move(item, WorkState.DONE if is_done else WorkState.OPEN, moves=WORK_MOVES, actor=actor)
    item.done_on = today if is_done else None
    item.save(update_fields=["done_on", "updated_at"])


@transaction.atomic
def drop_work(item: WorkItem, *, actor: Actor) -> None:
    """Take an open part off the list again."""
    if not rules.can_lead(actor, item.alliance) or item.state != WorkState.OPEN:
        raise PermissionDenied
    audit.record(actor=actor, verb="delete", about=item)
    item.delete()
