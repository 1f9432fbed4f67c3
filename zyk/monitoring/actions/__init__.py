from zyk.monitoring.actions.baseline import freeze_baseline
from zyk.monitoring.actions.computation import compute_library

__all__ = ["compute_library", "freeze_baseline"]
