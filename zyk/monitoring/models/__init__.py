from zyk.monitoring.models.baseline import Baseline
from zyk.monitoring.models.computation import Computation, IndicatorResult

__all__ = ["Baseline", "Computation", "IndicatorResult"]
