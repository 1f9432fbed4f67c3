"""Reads of the review system."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, pstdev
from uuid import UUID

from django.db.models import Q, QuerySet

from zyk.accounts.actor import Actor
from zyk.reviews.enums import ReviewState
from zyk.reviews.models import Dossier, Expert, Objection, Review
from zyk.reviews.rules.notice import OPEN_OBJECTIONS
from zyk.reviews.rules.scoring import total_of

TRIM_FROM = 5


@dataclass(frozen=True)
class ReviewResult:
    """What the submitted reviews of one dossier say. Totals are on a scale of 100."""

    expected: int
    submitted: int
    totals: tuple[Decimal, ...]
    raw_mean: Decimal | None
    trimmed_mean: Decimal | None
    spread: Decimal | None
    recommendations: dict[str, int]

    @property
    def is_complete(self) -> bool:
        return self.submitted > 0 and self.submitted == self.expected


def open_objections(dossier: Dossier) -> QuerySet[Objection]:
    return Objection.objects.filter(item__dossier=dossier, state__in=OPEN_OBJECTIONS)


def review_result(dossier: Dossier, *, trim_from: int | None = None) -> ReviewResult:
    return review_results([dossier], trim_from=trim_from)[dossier.pk]


def review_results(dossiers: list[Dossier], *, trim_from: int | None = None) -> dict[int, ReviewResult]:
    """Results by dossier id, in two queries however many dossiers there are. Recused reviews do not count.

    From `trim_from` reviews on (5 where the year's rules leave it open) the highest and lowest are left out."""
    reviews = (
        Review.objects.filter(dossier__in=dossiers)
        .exclude(state=ReviewState.RECUSED)
        .prefetch_related("scores")
        .order_by("id")
    )
    by_dossier: dict[int, list[Review]] = {dossier.pk: [] for dossier in dossiers}
    for review in reviews:
        by_dossier[review.dossier_id].append(review)
    return {pk: _result(found, trim_from or TRIM_FROM) for pk, found in by_dossier.items()}


def search_experts(actor: Actor, text: str = "", *, available: str = "") -> QuerySet[Expert]:
    """Experts by name, unit, title or field of study; `available` is "1", "0" or ""."""
    found = Expert.objects.visible_to(actor).select_related("user", "organisation")
    if available in ("0", "1"):
        found = found.filter(is_available=available == "1")
    for word in text.split():
        found = found.filter(
            Q(user__name__icontains=word)
            | Q(organisation__search_text__icontains=word.lower())
            | Q(title__icontains=word)
            | Q(fields__icontains=word)
        )
    return found


def experts_by_code(codes: list[str]) -> dict[str, Expert]:
    """Experts by their uuid as text, with name and unit; one query."""
    found = Expert.objects.filter(uuid__in=set(codes)).select_related("user", "organisation")
    return {str(expert.uuid): expert for expert in found}


def reviews_of_expert(actor: Actor) -> QuerySet[Review]:
    """The expert's own reviews in the order of their blind numbers. Two queries."""
    found = Review.objects.filter(expert__user=actor.user) if actor.user else Review.objects.none()
    return found.select_related("dossier", "panel").prefetch_related("scores").order_by("-panel", "alias_number", "id")


def neighbours_of(review: Review) -> tuple[UUID | None, UUID | None, int, int]:
    """The review before and after it in the expert's share of the panel, its place and how many there are."""
    own = Review.objects.filter(expert_id=review.expert_id, panel_id=review.panel_id).order_by("alias_number", "id")
    codes = list(own.values_list("uuid", flat=True))
    place = codes.index(review.uuid)
    before = codes[place - 1] if place else None
    after = codes[place + 1] if place + 1 < len(codes) else None
    return before, after, place + 1, len(codes)


def _result(reviews: list[Review], trim_from: int) -> ReviewResult:
    done = [review for review in reviews if review.state == ReviewState.SUBMITTED]
    totals = sorted(
        total_of(review.criteria, {score.criterion_code: score.points for score in review.scores.all()})
        for review in done
    )
    trimmed = totals[1:-1] if len(totals) >= max(trim_from, 3) else []
    return ReviewResult(
        expected=len(reviews),
        submitted=len(done),
        totals=tuple(totals),
        raw_mean=_rounded(mean(totals)) if totals else None,
        trimmed_mean=_rounded(mean(trimmed)) if trimmed else None,
        spread=_rounded(pstdev(totals)) if len(totals) > 1 else None,
        recommendations=dict(Counter(review.recommendation for review in done)),
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
