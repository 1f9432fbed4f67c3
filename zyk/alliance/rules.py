"""Who founds an alliance, who invites and who signs (notice 一、（二）: 组建并扩大共建共享联盟)."""

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, OrganisationKind, Role
from zyk.alliance.enums import AgreementState, MemberKind, MemberState
from zyk.alliance.models import Agreement, Alliance, AllianceMember, WorkItem

LEADING_ROLES = (Role.PROJECT_LEAD, Role.HOST_EDITOR)
SIGNING_ROLES = (Role.SEAL_KEEPER, Role.PROJECT_LEAD)
ANSWERING_ROLES = (*SIGNING_ROLES, Role.UNIT_ADMINISTRATOR)
ASKING_ROLES = (*ANSWERING_ROLES, Role.HOST_EDITOR)
READING_ROLES = (*HOST_ROLES, Role.UNIT_ADMINISTRATOR)
JOINING_KINDS = (OrganisationKind.SCHOOL, OrganisationKind.ENTERPRISE, OrganisationKind.ASSOCIATION)
FEWEST_PARTIES = 2


def can_found(actor: Actor) -> bool:
    return actor.is_any(*LEADING_ROLES) and actor.organisation is not None and actor.organisation.kind in JOINING_KINDS


def can_lead(actor: Actor, alliance: Alliance) -> bool:
    """People of the lead host who fill in and lead."""
    return actor.is_any(*LEADING_ROLES) and _joined(actor, alliance, kind=MemberKind.LEAD_HOST)


def can_answer_invitation(actor: Actor, member: AllianceMember) -> bool:
    return (
        actor.is_any(*ANSWERING_ROLES)
        and actor.organisation_id == member.organisation_id
        and member.state == MemberState.INVITED
    )


def can_leave(actor: Actor, member: AllianceMember) -> bool:
    """Whoever may answer for the unit may take it out again; the lead host does not leave."""
    return (
        actor.is_any(*ANSWERING_ROLES)
        and actor.organisation_id == member.organisation_id
        and member.kind != MemberKind.LEAD_HOST
    )


def can_sign_for_unit(actor: Actor, alliance: Alliance) -> bool:
    """The seal keeper or lead of a unit that has joined."""
    return actor.is_any(*SIGNING_ROLES) and _joined(actor, alliance)


def can_sign(actor: Actor, agreement: Agreement) -> bool:
    """Who may sign for a unit, while the agreement is being signed and the unit has not signed yet."""
    return (
        agreement.state == AgreementState.DRAFT
        and can_sign_for_unit(actor, agreement.alliance)
        and not agreement.signatures.filter(member__organisation=actor.organisation_id).exists()
    )


def can_read_agreements(actor: Actor, alliance: Alliance) -> bool:
    """The members' own people, the ministry, and the provinces of the members; others see titles only."""
    if actor.is_ministry:
        return True
    if actor.role == Role.PROVINCE_OFFICER:
        return alliance.members.filter(
            state=MemberState.JOINED, organisation__province_id=actor.province_id, organisation__province__isnull=False
        ).exists()
    return actor.is_any(*READING_ROLES) and _joined(actor, alliance)


def can_ask(actor: Actor) -> bool:
    """Whoever may answer for a unit that may join asks for it too."""
    return actor.is_any(*ASKING_ROLES) and actor.organisation is not None and actor.organisation.kind in JOINING_KINDS


def can_see_cooperation(actor: Actor, alliance: Alliance) -> bool:
    """Who may ask, and the people of the members."""
    return can_ask(actor) or (actor.is_any(*READING_ROLES) and _joined(actor, alliance))


def can_settle_work(actor: Actor, item: WorkItem) -> bool:
    own = actor.is_any(*LEADING_ROLES) and actor.organisation_id == item.member.organisation_id
    return own or can_lead(actor, item.alliance)


def is_signed_by_all(agreement: Agreement) -> bool:
    """Every member of today has signed; nobody agrees with himself alone."""
    joined = agreement.alliance.members.filter(state=MemberState.JOINED)
    signed = joined.filter(signatures__agreement=agreement).count()
    return signed >= FEWEST_PARTIES and signed == joined.count()


def _joined(actor: Actor, alliance: Alliance, **of_kind: str) -> bool:
    return (
        actor.organisation_id is not None
        and alliance.members.filter(organisation=actor.organisation_id, state=MemberState.JOINED, **of_kind).exists()
    )
