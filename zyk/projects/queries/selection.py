"""Reads of selection: where the year's applications stand, what the reviews say, what a batch decides."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zyk.accounts.actor import Actor
from zyk.accounts.enums import MINISTRY_ROLES
from zyk.projects.enums import ApplicationState, BatchState, Outcome
from zyk.projects.models import Application, Cycle, Decision, DecisionBatch, PoolEntry, Revision
from zyk.projects.rules.selection import DECIDABLE
from zyk.reviews.models import Dossier
from zyk.reviews.queries import ReviewResult, review_results

# The stages at which the ministry acts on many at once.
STAGES = (
    ApplicationState.FORMAL_CHECK,
    ApplicationState.NOTICE_READY,
    ApplicationState.IN_NOTICE,
    ApplicationState.NOTICE_DONE,
    ApplicationState.UNDER_REVIEW,
    ApplicationState.REVIEWED,
    ApplicationState.POOLED,
    ApplicationState.ON_HOLD,
)
WITH_RESULTS = (ApplicationState.UNDER_REVIEW, ApplicationState.REVIEWED, ApplicationState.POOLED)


@dataclass(frozen=True)
class Purse:
    """What a batch grants, in fen, against its ceiling; `unknown` approvals have no amount yet."""

    granted: int
    ceiling: int | None
    unknown: int

    @property
    def left(self) -> int | None:
        return None if self.ceiling is None else self.ceiling - self.granted

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0


def stage_counts(applications: QuerySet[Application]) -> list[tuple[ApplicationState, int]]:
    counts = dict(applications.order_by().values_list("state").annotate(count=Count("pk")))
    return [(state, counts.get(state, 0)) for state in STAGES]


def dossiers_of(applications: list[Application]) -> dict[int, Dossier]:
    """The dossier of each application's current revision, by application; one query."""
    revisions = Revision.objects.filter(application__in=applications).select_related("dossier").order_by("number")
    latest = {revision.application_id: revision.dossier for revision in revisions}
    return {pk: dossier for pk, dossier in latest.items() if dossier is not None}


def results_of(applications: list[Application]) -> dict[int, ReviewResult]:
    """What the reviews say of each application; a few queries however many there are."""
    if not applications:
        return {}
    dossiers = dossiers_of(applications)
    trim_from = applications[0].cycle.rulebook.edition.review.trim_from
    results = review_results(list(dossiers.values()), trim_from=trim_from)
    return {pk: results[dossier.pk] for pk, dossier in dossiers.items()}


def batches_of(actor: Actor) -> QuerySet[DecisionBatch]:
    """Batches are the ministry's; nobody else knows of one before it is published."""
    if not actor.is_any(*MINISTRY_ROLES):
        return DecisionBatch.objects.none()
    return DecisionBatch.objects.select_related("cycle__rulebook", "drafted_by", "countersigned_by").annotate(
        number=Count("decisions"),
    )


def decisions_of(batch: DecisionBatch) -> QuerySet[Decision]:
    return batch.decisions.select_related(
        "application__library", "application__lead_host__province", "application__cycle__rulebook"
    ).order_by("application__number")


def decidable_in(batch: DecisionBatch, actor: Actor) -> QuerySet[Application]:
    """Applications of the year that may be put into the batch and stand in no other open one."""
    pending = Decision.objects.filter(application=OuterRef("pk")).exclude(batch=batch)
    pending = pending.exclude(batch__state=BatchState.PUBLISHED)
    found = Application.objects.visible_to(actor).filter(Q(state__in=DECIDABLE), ~Exists(pending), cycle=batch.cycle)
    return found.select_related("library", "lead_host__province", "cycle__rulebook").order_by("number")


def purse_of(batch: DecisionBatch, decisions: list[Decision]) -> Purse:
    approved = [decision for decision in decisions if decision.outcome == Outcome.APPROVED]
    return Purse(
        granted=sum(decision.amount_fen or 0 for decision in approved),
        ceiling=batch.budget_ceiling_fen,
        unknown=sum(decision.amount_fen is None for decision in approved),
    )


def pool_years() -> list[tuple[int, int]]:
    """Years with a published candidate pool, the newest first, with how many are in it."""
    rows = PoolEntry.objects.order_by().values_list("cycle__year").annotate(count=Count("pk"))
    return sorted(rows, reverse=True)


def pool_of(cycle: Cycle) -> QuerySet[PoolEntry]:
    return (
        PoolEntry.objects.filter(cycle=cycle)
        .select_related("library__specialty", "library__lead_host__province", "application__lead_host__province")
        .order_by("library__name", "id")
    )


def panel_defaults(cycle: Cycle) -> dict[str, Any]:
    """What the year's rules say of panels; None where they leave it to those who set one up."""
    review = cycle.rulebook.edition.review
    return {
        "reviews_each": review.reviews_each or review.minimum_reviews,
        "max_load": review.load_per_expert,
        "method": review.method or "raw",
        "alliance": True if review.recuse_alliance is None else review.recuse_alliance,
        "cooperation": True if review.recuse_cooperation is None else review.recuse_cooperation,
        "cooperation_years": review.cooperation_years,
        "same_province": bool(review.recuse_same_province),
    }
