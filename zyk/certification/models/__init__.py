from zyk.certification.models.certification import Certification, CriterionResult
from zyk.certification.models.standard import CertificationStandard, Criterion

__all__ = ["Certification", "CertificationStandard", "Criterion", "CriterionResult"]
