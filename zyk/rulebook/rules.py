from zyk.accounts.enums import Role
from zyk.common.audit import SYSTEM, ActsInTrail


def can_edit_rulebooks(actor: ActsInTrail) -> bool:
    """The rules are the ministry's: it alone writes them (the notice is issued by 教育部办公厅), and the system loads
    the editions that are shipped."""
    return actor is SYSTEM or getattr(actor, "role", "") == Role.MINISTRY_OFFICER
