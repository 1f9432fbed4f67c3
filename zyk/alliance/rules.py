"""Who founds an alliance, who invites and who signs (notice 一、（二）: 组建并扩大共建共享联盟)."""

from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role
from zyk.alliance.enums import AgreementState, MemberKind, MemberState
from zyk.alliance.models import Agreement, Alliance, AllianceMember

LEADING_ROLES = (Role.PROJECT_LEAD, Role.HOST_EDITOR)
SIGNING_ROLES = (Role.SEAL_KEEPER, Role.PROJECT_LEAD)
JOINING_KINDS = (OrganisationKind.SCHOOL, OrganisationKind.ENTERPRISE, OrganisationKind.ASSOCIATION)


def can_found(actor: Actor) -> bool:
    return actor.is_any(*LEADING_ROLES) and actor.organisation is not None and actor.organisation.kind in JOINING_KINDS


def can_lead(actor: Actor, alliance: Alliance) -> bool:
    """People of the lead host who fill in and lead."""
    return actor.is_any(*LEADING_ROLES) and _is_member(actor, alliance, MemberKind.LEAD_HOST)


def can_answer_invitation(actor: Actor, member: AllianceMember) -> bool:
    return (
        actor.is_any(*SIGNING_ROLES, Role.UNIT_ADMINISTRATOR)
        and actor.organisation_id == member.organisation_id
        and member.state == MemberState.INVITED
    )


def can_sign(actor: Actor, agreement: Agreement) -> bool:
    """The seal keeper or lead of a joined member that has not signed yet."""
    if agreement.state != AgreementState.DRAFT or not actor.is_any(*SIGNING_ROLES):
        return False
    member = agreement.alliance.members.filter(organisation=actor.organisation_id, state=MemberState.JOINED).first()
    return member is not None and not agreement.signatures.filter(member=member).exists()


def _is_member(actor: Actor, alliance: Alliance, kind: str) -> bool:
    return alliance.members.filter(organisation=actor.organisation_id, kind=kind, state=MemberState.JOINED).exists()
