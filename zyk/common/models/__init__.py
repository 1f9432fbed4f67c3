from zyk.common.models.audit import AuditEntry, AuditHead
from zyk.common.models.bases import Identified, Timed
from zyk.common.models.submission import Submission

__all__ = ["AuditEntry", "AuditHead", "Identified", "Submission", "Timed"]
