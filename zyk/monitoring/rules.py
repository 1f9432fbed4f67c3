"""Who looks at a library's figures, and who may have them computed."""

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.accounts.models import Organisation
from zyk.library.enums import TeamRole
from zyk.library.models import Library

# The door of every page here; inside, `monitored_libraries` says which libraries.
WATCHERS = (*MINISTRY_ROLES, Role.OPERATOR, Role.PROVINCE_OFFICER, *HOST_ROLES, Role.UNIT_ADMINISTRATOR, Role.TEACHER)


def can_ask_for_computation(role: str, *, team_role: str, is_of_lead_host: bool) -> bool:
    """The ministry for any library, the lead host's officers for their own, the leader of the team for his."""
    return role in MINISTRY_ROLES or team_role == TeamRole.LEADER or (role in HOST_ROLES and is_of_lead_host)


def can_appeal(actor: Actor, library: Library) -> bool:
    """The officers of the library's lead host, whose figures are at stake."""
    return actor.is_any(*HOST_ROLES, Role.UNIT_ADMINISTRATOR) and actor.organisation_id == library.lead_host_id


def can_decide_appeal(actor: Actor) -> bool:
    return actor.is_any(Role.MINISTRY_OFFICER)


def can_read_names(actor: Actor, library: Library) -> bool:
    """Whose work needs the person behind a session: the ministry, and the lead host that must explain it. Each
    reading is put on record; everyone else sees pseudonyms."""
    return actor.is_any(Role.MINISTRY_OFFICER, Role.OPERATOR) or can_appeal(actor, library)


def can_send_report(actor: Actor, host: Organisation) -> bool:
    """The ministry to every host, a province to those of its own."""
    if actor.is_any(Role.MINISTRY_OFFICER):
        return True
    return actor.is_any(Role.PROVINCE_OFFICER) and bool(actor.province_id) and actor.province_id == host.province_id


def can_receive_report(actor: Actor, organisation_id: int) -> bool:
    """The host's officers confirm what was sent to their unit."""
    return actor.is_any(*HOST_ROLES, Role.UNIT_ADMINISTRATOR) and actor.organisation_id == organisation_id
