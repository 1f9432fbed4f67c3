from zyk.alliance.models.agreement import Agreement, AgreementSignature
from zyk.alliance.models.alliance import Alliance, AllianceMember

__all__ = ["Agreement", "AgreementSignature", "Alliance", "AllianceMember"]
