from zyk.records.actions.credentials import create_credential, revoke_credential, rotate_credential
from zyk.records.actions.erasure import ask_erasure, begin_erasure, carry_out_erasure, refuse_erasure
from zyk.records.actions.statements import record
from zyk.records.actions.tokens import draw_token

__all__ = [
    "ask_erasure",
    "begin_erasure",
    "carry_out_erasure",
    "create_credential",
    "draw_token",
    "record",
    "refuse_erasure",
    "revoke_credential",
    "rotate_credential",
]
