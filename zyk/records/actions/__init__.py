from zyk.records.actions.credentials import create_credential, revoke_credential
from zyk.records.actions.statements import record

__all__ = ["create_credential", "record", "revoke_credential"]
