"""Who adjusts a budget, and who passes it on: host → finance → project lead → ministry, as with quarter reports."""

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.projects.enums import AdjustmentState
from zyk.projects.models import BudgetAdjustment
from zyk.projects.rules.project import can_fill, is_lead_host

OPEN = (
    AdjustmentState.DRAFT,
    AdjustmentState.RETURNED,
    AdjustmentState.SUBMITTED,
    AdjustmentState.FINANCE_PASSED,
    AdjustmentState.LEAD_PASSED,
)
PASSING: dict[str, tuple[str, str]] = {
    AdjustmentState.SUBMITTED: (Role.FINANCE_HEAD, AdjustmentState.FINANCE_PASSED),
    AdjustmentState.FINANCE_PASSED: (Role.PROJECT_LEAD, AdjustmentState.LEAD_PASSED),
    AdjustmentState.LEAD_PASSED: (Role.MINISTRY_OFFICER, AdjustmentState.APPROVED),
}


def can_edit_adjustment(actor: Actor, adjustment: BudgetAdjustment) -> bool:
    return can_fill(actor, adjustment.project) and adjustment.state in (AdjustmentState.DRAFT, AdjustmentState.RETURNED)


def next_adjustment_state(actor: Actor, adjustment: BudgetAdjustment) -> str | None:
    """The state this actor may pass it to, None when it is not his turn."""
    role, state = PASSING.get(adjustment.state, ("", ""))
    if not state or not actor.is_any(role):
        return None
    if role != Role.MINISTRY_OFFICER and not is_lead_host(actor, adjustment.project):
        return None
    return state
