from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.alliance.actions.agreement import settle_agreement
from zyk.alliance.enums import MEMBER_MOVES, AgreementState, MemberKind, MemberState
from zyk.alliance.models import Alliance, AllianceMember
from zyk.alliance.rules import JOINING_KINDS, SIGNING_ROLES, can_answer_invitation, can_found, can_lead, can_leave
from zyk.common import audit
from zyk.common.moves import move


@transaction.atomic
def found_alliance(*, name: str, purpose: str, founded_on: date, actor: Actor) -> Alliance:
    """Found an alliance led by the actor's unit."""
    if not can_found(actor) or actor.organisation is None:
        raise PermissionDenied
    alliance = Alliance.objects.create(name=name, purpose=purpose, founded_on=founded_on)
    AllianceMember.objects.create(
        alliance=alliance,
        organisation=actor.organisation,
        kind=MemberKind.LEAD_HOST,
        state=MemberState.JOINED,
        joined_on=founded_on,
    )
    audit.record(actor=actor, verb="create", about=alliance)
    return alliance


@transaction.atomic
def invite_member(
    alliance: Alliance, *, organisation: Organisation, kind: str, contribution: str, actor: Actor
) -> AllianceMember:
    """Invite a unit as co-host or participant; one that declined or left may be invited again."""
    if not can_lead(actor, alliance):
        raise PermissionDenied
    if organisation.kind not in JOINING_KINDS:
        raise ValidationError({"organisation": _("只有院校、企业和行业协会可以加入联盟")})
    if kind == MemberKind.LEAD_HOST:
        raise ValidationError({"kind": _("一个联盟只有一个第一主持单位")})
    member, is_new = AllianceMember.objects.select_for_update().get_or_create(
        alliance=alliance, organisation=organisation, defaults={"kind": kind, "contribution": contribution}
    )
    if not is_new:
        if member.state in (MemberState.INVITED, MemberState.JOINED):
            raise ValidationError({"organisation": _("这个单位已被邀请或已加入")})
        AllianceMember.objects.filter(pk=member.pk).update(kind=kind, contribution=contribution)
        move(member, MemberState.INVITED, moves=MEMBER_MOVES, actor=actor)
    else:
        audit.record(actor=actor, verb="invite", about=member)
    notify(
        people_in_role(organisation, *SIGNING_ROLES, Role.UNIT_ADMINISTRATOR),
        text=f"你单位受邀加入“{alliance.name}”。",
        english_text=f"Your organisation is invited to join “{alliance.name}”.",
        url=f"/alliances/{alliance.uuid}/",
        mail=True,
    )
    return member


def welcome_member(
    alliance: Alliance, organisation: Organisation, *, contribution: str, actor: Actor, on: date
) -> AllianceMember:
    """Inside an action: a unit that asked to join and was accepted is a participant, whatever it was before."""
    member, _is_new = AllianceMember.objects.select_for_update().get_or_create(
        alliance=alliance, organisation=organisation, defaults={"kind": MemberKind.PARTICIPANT}
    )
    if member.state == MemberState.JOINED:
        return member
    if member.state != MemberState.INVITED:
        move(member, MemberState.INVITED, moves=MEMBER_MOVES, actor=actor)
    move(member, MemberState.JOINED, moves=MEMBER_MOVES, actor=actor)
    AllianceMember.objects.filter(pk=member.pk).update(joined_on=on, contribution=contribution)
    return member


@transaction.atomic
def answer_invitation(member: AllianceMember, *, is_accepted: bool, actor: Actor, today: date) -> None:
    if not can_answer_invitation(actor, member):
        raise PermissionDenied
    move(member, MemberState.JOINED if is_accepted else MemberState.DECLINED, moves=MEMBER_MOVES, actor=actor)
    if is_accepted:
        AllianceMember.objects.filter(pk=member.pk).update(joined_on=today)


@transaction.atomic
def leave_alliance(member: AllianceMember, *, why: str, actor: Actor) -> None:
    """A unit leaves; what it contributed stays under its name. The lead host does not leave."""
    if not can_leave(actor, member):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": _("请说明退出理由")})
    move(member, MemberState.LEFT, moves=MEMBER_MOVES, actor=actor, why=why.strip())
    for agreement in member.alliance.agreements.select_for_update().filter(state=AgreementState.DRAFT):
        settle_agreement(agreement, actor=actor)
