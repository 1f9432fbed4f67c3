from zyk.records.actions.credentials import create_credential, revoke_credential, rotate_credential
from zyk.records.actions.statements import record
from zyk.records.actions.tokens import draw_token

__all__ = ["create_credential", "draw_token", "record", "revoke_credential", "rotate_credential"]
