from zyk.records.models.credential import Credential
from zyk.records.models.dictionary import KnownActivity, KnownAgent, KnownVerb
from zyk.records.models.statement import RecordStore, Related, Statement, Voiding

__all__ = [
    "Credential",
    "KnownActivity",
    "KnownAgent",
    "KnownVerb",
    "RecordStore",
    "Related",
    "Statement",
    "Voiding",
]
