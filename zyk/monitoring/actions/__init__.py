from zyk.monitoring.actions.baseline import freeze_baseline
from zyk.monitoring.actions.computation import compute_library
from zyk.monitoring.actions.request import answer, request_computation

__all__ = ["answer", "compute_library", "freeze_baseline", "request_computation"]
