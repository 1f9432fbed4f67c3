"""划线: the year's reviewed applications in the order of their marks, and what a line at a place would cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zyk.projects.models import Application
from zyk.reviews.queries import ReviewResult


@dataclass(frozen=True)
class Placed:
    """One application at its place; `sum_fen` is what the ministry would give to it and all before it."""

    place: int
    application: Application
    result: ReviewResult | None
    mark: Decimal | None
    amount_fen: int
    sum_fen: int
    is_amount_known: bool
    is_tied: bool


def mark_of(result: ReviewResult | None) -> Decimal | None:
    """The mark a line goes by: the trimmed mean where there are enough reviews, else the raw one."""
    if result is None:
        return None
    return result.trimmed_mean if result.trimmed_mean is not None else result.raw_mean


def in_order(applications: list[Application], results: Mapping[int, ReviewResult]) -> list[Placed]:
    """Highest mark first, the number deciding among equals, those without a mark last."""
    marks = {each.pk: mark_of(results.get(each.pk)) for each in applications}

    def key(each: Application) -> tuple[bool, Decimal, str]:
        mark = marks[each.pk]
        return (mark is None, -(mark or Decimal(0)), each.number)

    placed: list[Placed] = []
    total = 0
    ordered = sorted(applications, key=key)
    for place, each in enumerate(ordered, start=1):
        amount = each.budget_ministry_fen
        total += amount or 0
        neighbours = ordered[max(place - 2, 0) : place - 1] + ordered[place : place + 1]
        mark = marks[each.pk]
        is_tied = mark is not None and any(marks[other.pk] == mark for other in neighbours)
        placed.append(Placed(place, each, results.get(each.pk), mark, amount or 0, total, amount is not None, is_tied))
    return placed


def splits_equals(placed: list[Placed], place: int) -> bool:
    """Whether a line below `place` would part two of the same mark."""
    if not 0 < place < len(placed):
        return False
    above, below = placed[place - 1].mark, placed[place].mark
    return above is not None and above == below
