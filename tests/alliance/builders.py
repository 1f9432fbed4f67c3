"""Alliances, members and agreements for tests of this context and those above."""

from datetime import date

from tests.accounts.builders import a_member, an_organisation
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.alliance.actions import answer_invitation, draft_agreement, found_alliance, invite_member
from zyk.alliance.enums import MemberKind
from zyk.alliance.models import Agreement, Alliance, AllianceMember
from zyk.media.models import StoredFile

FOUNDED_ON = date(2019, 5, 20)


def an_alliance(name: str = "电梯工程技术专业共建共享联盟", lead: Actor | None = None) -> tuple[Alliance, Actor]:
    """An alliance and the project lead of its lead host."""
    lead = lead or a_member(Role.PROJECT_LEAD)
    return found_alliance(name=name, purpose="共建、共享、共用。", founded_on=FOUNDED_ON, actor=lead), lead


def an_invited(
    alliance: Alliance, lead: Actor, organisation: Organisation | None = None, kind: str = MemberKind.PARTICIPANT
) -> AllianceMember:
    return invite_member(
        alliance, organisation=organisation or an_organisation(), kind=kind, contribution="两门课程", actor=lead
    )


def a_joined(alliance: Alliance, lead: Actor, organisation: Organisation | None = None) -> tuple[AllianceMember, Actor]:
    """A participant that joined, and its seal keeper."""
    member = an_invited(alliance, lead, organisation)
    keeper = a_member(Role.SEAL_KEEPER, member.organisation)
    answer_invitation(member, is_accepted=True, actor=keeper, today=date(2019, 6, 1))
    member.refresh_from_db()
    return member, keeper


def an_agreement(alliance: Alliance, lead: Actor, file: StoredFile | None = None) -> Agreement:
    return draft_agreement(
        alliance,
        title="共建共享协议（2019）",
        terms="甲乙双方共同建设课程。",
        starts_on=date(2019, 7, 1),
        ends_on=None,
        file=file,
        actor=lead,
    )
