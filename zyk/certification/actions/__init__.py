from zyk.certification.actions.certification import (
    conclude_certification,
    request_certification,
    revoke_certification,
    take_up_certification,
)
from zyk.certification.actions.standard import Requirement, draft_standard, edit_standard, put_in_force

__all__ = [
    "Requirement",
    "conclude_certification",
    "draft_standard",
    "edit_standard",
    "put_in_force",
    "request_certification",
    "revoke_certification",
    "take_up_certification",
]
