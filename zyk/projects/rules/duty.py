"""When a yearly duty is met, at risk or breached (after acceptance at least the rulebook's share each year)."""

from datetime import date
from decimal import Decimal

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.library.models import Library
from zyk.projects.enums import DutyState
from zyk.projects.models import YearlyDuty


def can_measure(actor: Actor, library: Library) -> bool:
    """The ministry, the province of the lead host, and the lead host itself may ask for the figures of today."""
    if actor.is_ministry:
        return True
    if actor.is_any(Role.PROVINCE_OFFICER):
        return actor.province_id == library.lead_host.province_id
    return actor.is_any(*HOST_ROLES) and actor.organisation_id == library.lead_host_id


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
