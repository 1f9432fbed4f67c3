from zyk.records.models.attachment import AttachedFile, AttachmentUse
from zyk.records.models.credential import Credential
from zyk.records.models.definition import ActivityDefinition, Bookmark
from zyk.records.models.dictionary import KnownActivity, KnownAgent, KnownVerb
from zyk.records.models.document import Document
from zyk.records.models.erasure import Erasure
from zyk.records.models.forward import ForwardTarget
from zyk.records.models.reference import Reference
from zyk.records.models.segment import SealedId, Segment, SegmentRewrite, VoidedSealed
from zyk.records.models.statement import RecordStore, Related, Statement, Voiding
from zyk.records.models.token import AccessToken

__all__ = [
    "AccessToken",
    "ActivityDefinition",
    "AttachedFile",
    "AttachmentUse",
    "Bookmark",
    "Credential",
    "Document",
    "Erasure",
    "ForwardTarget",
    "KnownActivity",
    "KnownAgent",
    "KnownVerb",
    "RecordStore",
    "Reference",
    "Related",
    "SealedId",
    "Segment",
    "SegmentRewrite",
    "Statement",
    "VoidedSealed",
    "Voiding",
]
