from zyk.monitoring.models.area import AreaComputation
from zyk.monitoring.models.baseline import Baseline
from zyk.monitoring.models.computation import Computation, IndicatorResult
from zyk.monitoring.models.evidence import EvidenceBundle
from zyk.monitoring.models.monitoring_report import MonitoringReport, MonthlySending
from zyk.monitoring.models.request import ComputationRequest
from zyk.monitoring.models.session import Appeal, Session, SessionCursor
from zyk.monitoring.models.source import Quarantined, ReportedDay, ReportedRow, Source

__all__ = [
    "Appeal",
    "AreaComputation",
    "Baseline",
    "Computation",
    "ComputationRequest",
    "EvidenceBundle",
    "IndicatorResult",
    "MonitoringReport",
    "MonthlySending",
    "Quarantined",
    "ReportedDay",
    "ReportedRow",
    "Session",
    "SessionCursor",
    "Source",
]
