from zyk.certification.actions.certification import (
    conclude_certification,
    request_certification,
    revoke_certification,
    take_up_certification,
)
from zyk.certification.actions.standard import draft_standard, put_in_force

__all__ = [
    "conclude_certification",
    "draft_standard",
    "put_in_force",
    "request_certification",
    "revoke_certification",
    "take_up_certification",
]
