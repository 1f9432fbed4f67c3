from zyk.alliance.models.agreement import Agreement, AgreementSignature
from zyk.alliance.models.alliance import Alliance, AllianceMember
from zyk.alliance.models.cooperation import CooperationRequest, WorkItem

__all__ = ["Agreement", "AgreementSignature", "Alliance", "AllianceMember", "CooperationRequest", "WorkItem"]
