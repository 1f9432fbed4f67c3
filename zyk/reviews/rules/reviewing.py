"""What an expert may still do with a review."""

from zyk.reviews.enums import ReviewState
from zyk.reviews.models import Review

OPEN = (ReviewState.ASSIGNED, ReviewState.IN_PROGRESS)


def can_change(review: Review) -> bool:
    """Until he submits it, or the review of the dossier ends."""
    return review.state in OPEN and review.closed_at is None


def can_recuse(review: Review) -> bool:
    """Also after submitting: a bond found late still voids the score, until the review of the dossier ends."""
    return review.state != ReviewState.RECUSED and review.closed_at is None
