from zyk.monitoring.models.baseline import Baseline
from zyk.monitoring.models.computation import Computation, IndicatorResult
from zyk.monitoring.models.request import ComputationRequest
from zyk.monitoring.models.session import Appeal, Session, SessionCursor

__all__ = [
    "Appeal",
    "Baseline",
    "Computation",
    "ComputationRequest",
    "IndicatorResult",
    "Session",
    "SessionCursor",
]
