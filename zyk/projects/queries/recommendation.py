"""Reads of a province's part."""

from dataclasses import dataclass

from django.db.models import F

from zyk.accounts.actor import Actor
from zyk.accounts.models import Province
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application, Cycle, ProvincialRecommendation
from zyk.projects.rules.conflict import has_tie

STATES = (
    ApplicationState.PROVINCE_REVIEW,
    ApplicationState.FORMAL_CHECK,
    ApplicationState.RETURNED,
    ApplicationState.NOT_RECOMMENDED,
)


@dataclass(frozen=True)
class Standing:
    """How many a province has recommended in a year, of how many it may; `quota` None: no limit is known."""

    used: int
    quota: int | None
    ranks: tuple[int, ...]

    @property
    def next_rank(self) -> int:
        return next(rank for rank in range(1, len(self.ranks) + 2) if rank not in self.ranks)

    @property
    def is_full(self) -> bool:
        return self.quota is not None and self.used >= self.quota


def standing_of(cycle: Cycle, province: Province | None) -> Standing:
    ranks = ProvincialRecommendation.objects.filter(cycle=cycle, province=province, is_withdrawn=False)
    taken = tuple(ranks.order_by("rank").values_list("rank", flat=True))
    return Standing(len(taken), cycle.rulebook.edition.recommendation.quota, taken)


def ranked_waiting(cycle: Cycle, province: Province) -> list[Application]:
    """What waits for the province's word, in the order it has written down; what it has not ordered yet comes last."""
    rows = Application.objects.filter(
        cycle=cycle, lead_host__province=province, state=ApplicationState.PROVINCE_REVIEW
    ).select_related("library__specialty", "lead_host__province", "cycle__rulebook", "province_rank")
    return list(rows.order_by(F("province_rank__position").asc(nulls_last=True), "number"))


def why_not_recommend(application: Application, actor: Actor) -> str:
    """Which rule stands against it, as a word of ours: "state", "own-unit" or ""."""
    if has_tie(actor.user, application):
        return "own-unit"
    return "" if application.state == ApplicationState.PROVINCE_REVIEW else "state"
