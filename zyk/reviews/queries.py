"""Reads of the review system."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, pstdev

from django.db.models import QuerySet

from zyk.reviews.enums import ReviewState
from zyk.reviews.models import Dossier, Objection, Review
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


def review_result(dossier: Dossier) -> ReviewResult:
    return review_results([dossier])[dossier.pk]


def review_results(dossiers: list[Dossier]) -> dict[int, ReviewResult]:
    """Results by dossier id, in two queries however many dossiers there are. Recused reviews do not count."""
    reviews = (
        Review.objects.filter(dossier__in=dossiers)
        .exclude(state=ReviewState.RECUSED)
        .prefetch_related("scores")
        .order_by("id")
    )
    by_dossier: dict[int, list[Review]] = {dossier.pk: [] for dossier in dossiers}
    for review in reviews:
        by_dossier[review.dossier_id].append(review)
    return {pk: _result(found) for pk, found in by_dossier.items()}


def _result(reviews: list[Review]) -> ReviewResult:
    done = [review for review in reviews if review.state == ReviewState.SUBMITTED]
    totals = sorted(
        total_of(review.criteria, {score.criterion_code: score.points for score in review.scores.all()})
        for review in done
    )
    trimmed = totals[1:-1] if len(totals) >= TRIM_FROM else []
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
