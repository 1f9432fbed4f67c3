from zyk.alliance.actions.agreement import draft_agreement, end_agreement, sign_agreement
from zyk.alliance.actions.alliance import answer_invitation, found_alliance, invite_member, leave_alliance

__all__ = [
    "answer_invitation",
    "draft_agreement",
    "end_agreement",
    "found_alliance",
    "invite_member",
    "leave_alliance",
    "sign_agreement",
]
