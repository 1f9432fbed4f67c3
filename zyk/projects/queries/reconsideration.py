"""Which decision a lead host may have reconsidered, and until when."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from zyk.projects.enums import BatchState, Outcome
from zyk.projects.models import Application, Decision
from zyk.projects.models.cycle import SHANGHAI
from zyk.projects.workdays import last_working_day


def decision_to_reconsider(application: Application) -> Decision | None:
    """The newest published one, unless it approved the project."""
    decision = (
        application.decisions.filter(batch__state=BatchState.PUBLISHED)
        .select_related("batch", "application__cycle")
        .order_by("-batch__published_at", "-id")
        .first()
    )
    standing = {Outcome.POOLED: application.State.POOLED, Outcome.NOT_SELECTED: application.State.NOT_SELECTED}
    if decision is None or application.state != standing.get(Outcome(decision.outcome)):
        return None
    return decision


def last_day_to_ask(decision: Decision) -> datetime | None:
    """The moment the time to ask is over: so many working days after the day of publication; None while not set."""
    days = decision.application.cycle.reconsideration_working_days
    if not days or decision.batch.published_at is None:
        return None
    first = timezone.localdate(decision.batch.published_at) + timedelta(days=1)
    return datetime.combine(last_working_day(first, days) + timedelta(days=1), time(), SHANGHAI)
