"""Who looks at a library's figures, and who may have them computed."""

from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.library.enums import TeamRole

# The door of every page here; inside, `monitored_libraries` says which libraries.
WATCHERS = (*MINISTRY_ROLES, Role.OPERATOR, Role.PROVINCE_OFFICER, *HOST_ROLES, Role.UNIT_ADMINISTRATOR, Role.TEACHER)


def can_ask_for_computation(role: str, *, team_role: str, is_of_lead_host: bool) -> bool:
    """The ministry for any library, the lead host's officers for their own, the leader of the team for his."""
    return role in MINISTRY_ROLES or team_role == TeamRole.LEADER or (role in HOST_ROLES and is_of_lead_host)
