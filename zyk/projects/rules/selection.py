"""Deciding together and publishing once (notice 二、（一）: 遴选确定备选项目库，并择优立项)."""

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.projects.enums import ApplicationKind, ApplicationState, BatchState, Outcome, ReconsiderationState
from zyk.projects.models import Application, DecisionBatch

DECIDABLE = (ApplicationState.REVIEWED, ApplicationState.POOLED)
OPEN_RECONSIDERATIONS = (ReconsiderationState.FILED, ReconsiderationState.PROPOSED)


def can_decide(actor: Actor) -> bool:
    return actor.is_any(Role.MINISTRY_OFFICER)


def can_countersign(actor: Actor, batch: DecisionBatch) -> bool:
    """A second officer: never the one who drafted the batch."""
    return can_decide(actor) and actor.user is not None and actor.user.pk != batch.drafted_by_id


def can_change(batch: DecisionBatch) -> bool:
    """What has been countersigned is not touched any more."""
    return batch.state == BatchState.DRAFTING


def allowed_outcomes(application: Application) -> tuple[Outcome, ...]:
    """A reviewed candidate may get any outcome, one already in the pool may only be approved;
    an upgrade project is approved or not, for the pool is one of candidates (notice 二、（一）（二）)."""
    if application.state == ApplicationState.POOLED:
        return (Outcome.APPROVED,)
    if application.kind == ApplicationKind.UPGRADE:
        return (Outcome.APPROVED, Outcome.NOT_SELECTED)
    return tuple(Outcome)


def granted(batch: DecisionBatch) -> int:
    """The sum of ministry money the batch gives, in fen."""
    return sum(decision.amount_fen or 0 for decision in batch.decisions.all() if decision.outcome == Outcome.APPROVED)
