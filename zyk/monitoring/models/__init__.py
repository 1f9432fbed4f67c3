from zyk.monitoring.models.baseline import Baseline
from zyk.monitoring.models.computation import Computation, IndicatorResult
from zyk.monitoring.models.request import ComputationRequest

__all__ = ["Baseline", "Computation", "ComputationRequest", "IndicatorResult"]
