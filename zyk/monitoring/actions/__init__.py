from zyk.monitoring.actions.baseline import freeze_baseline
from zyk.monitoring.actions.computation import Measurement, compute_library, keep, measure
from zyk.monitoring.actions.request import answer, request_computation

__all__ = [
    "Measurement",
    "answer",
    "compute_library",
    "freeze_baseline",
    "keep",
    "measure",
    "request_computation",
]
