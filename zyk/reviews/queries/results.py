"""What the submitted reviews say."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, pstdev

from django.db.models import QuerySet

from zyk.reviews.enums import ReviewState
from zyk.reviews.models import Dossier, Objection, Review
from zyk.reviews.rules.notice import OPEN_OBJECTIONS

TRIM_FROM = 5
Row = tuple[str, Decimal | None, str]  # state, total, recommendation


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
    """Results by dossier id, in one query however many dossiers there are. Recused reviews do not count.

    From `trim_from` reviews on (5 where the year's rules leave it open) the highest and lowest are left out."""
    rows = (
        Review.objects.filter(dossier__in=dossiers)
        .exclude(state=ReviewState.RECUSED)
        .order_by("id")
        .values_list("dossier_id", "state", "total", "recommendation")
    )
    by_dossier: dict[int, list[Row]] = {dossier.pk: [] for dossier in dossiers}
    for dossier, state, total, recommendation in rows:
        by_dossier[dossier].append((state, total, recommendation))
    return {pk: _result(found, trim_from or TRIM_FROM) for pk, found in by_dossier.items()}


def _result(reviews: list[Row], trim_from: int) -> ReviewResult:
    done = [(total, recommendation) for state, total, recommendation in reviews if state == ReviewState.SUBMITTED]
    totals = sorted(total for total, _ in done if total is not None)
    trimmed = totals[1:-1] if len(totals) >= max(trim_from, 3) else []
    return ReviewResult(
        expected=len(reviews),
        submitted=len(done),
        totals=tuple(totals),
        raw_mean=_rounded(mean(totals)) if totals else None,
        trimmed_mean=_rounded(mean(trimmed)) if trimmed else None,
        spread=_rounded(pstdev(totals)) if len(totals) > 1 else None,
        recommendations=dict(Counter(recommendation for _, recommendation in done)),
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
