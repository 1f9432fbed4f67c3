"""When a yearly duty is met, at risk or breached (after acceptance at least the rulebook's share each year)."""

from datetime import date
from decimal import Decimal

from zyk.projects.enums import DutyState
from zyk.projects.models import YearlyDuty


def judged(duty: YearlyDuty, on: date) -> DutyState:
    """Met once the share is reached; at risk when behind an even pace from mid-year on; breached after the year.

    Without a threshold or a figure nothing is judged."""
    if duty.threshold is None or duty.achieved is None:
        return DutyState.OPEN
    if duty.achieved >= duty.threshold:
        return DutyState.MET
    if on > date(duty.year, 12, 31):
        return DutyState.BREACHED
    is_second_half = on >= date(duty.year, 7, 1)
    return DutyState.WARNED if is_second_half and duty.achieved < even_pace(duty, on) else DutyState.OPEN


def even_pace(duty: YearlyDuty, on: date) -> Decimal:
    """What would have been reached by `on` at an even pace through the year."""
    if duty.threshold is None:
        return Decimal(0)
    days = (min(on, date(duty.year, 12, 31)) - date(duty.year, 1, 1)).days + 1
    whole = (date(duty.year, 12, 31) - date(duty.year, 1, 1)).days + 1
    return duty.threshold * days / whole
