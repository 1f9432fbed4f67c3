from zyk.alliance.actions.agreement import draft_agreement, end_agreement, sign_agreement
from zyk.alliance.actions.alliance import answer_invitation, found_alliance, invite_member, leave_alliance
from zyk.alliance.actions.cooperation import (
    add_work,
    answer_cooperation,
    ask_cooperation,
    drop_work,
    settle_work,
    withdraw_cooperation,
)

__all__ = [
    "add_work",
    "answer_cooperation",
    "answer_invitation",
    "ask_cooperation",
    "draft_agreement",
    "drop_work",
    "end_agreement",
    "found_alliance",
    "invite_member",
    "leave_alliance",
    "settle_work",
    "sign_agreement",
    "withdraw_cooperation",
]
