from zyk.monitoring.actions.appeal import decide_appeal, file_appeal, withdraw_appeal
from zyk.monitoring.actions.area import areas, compute_area
from zyk.monitoring.actions.baseline import freeze_baseline
from zyk.monitoring.actions.computation import Measurement, compute_library, keep, measure
from zyk.monitoring.actions.evidence import make_evidence, request_evidence
from zyk.monitoring.actions.monitoring_report import (
    confirm_report,
    month_before,
    send_monthly,
    send_report,
    switch_monthly,
)
from zyk.monitoring.actions.request import answer, request_computation
from zyk.monitoring.actions.sessions import judge_new

__all__ = [
    "Measurement",
    "answer",
    "areas",
    "compute_area",
    "compute_library",
    "confirm_report",
    "decide_appeal",
    "file_appeal",
    "freeze_baseline",
    "judge_new",
    "keep",
    "make_evidence",
    "measure",
    "month_before",
    "request_computation",
    "request_evidence",
    "send_monthly",
    "send_report",
    "switch_monthly",
    "withdraw_appeal",
]
