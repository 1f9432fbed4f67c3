from zyk.monitoring.actions.appeal import decide_appeal, file_appeal, withdraw_appeal
from zyk.monitoring.actions.baseline import freeze_baseline
from zyk.monitoring.actions.computation import Measurement, compute_library, keep, measure
from zyk.monitoring.actions.request import answer, request_computation
from zyk.monitoring.actions.sessions import judge_new

__all__ = [
    "Measurement",
    "answer",
    "compute_library",
    "decide_appeal",
    "file_appeal",
    "freeze_baseline",
    "judge_new",
    "keep",
    "measure",
    "request_computation",
    "withdraw_appeal",
]
