from datetime import datetime
from typing import Any

from django.db.models import Max

from zyk.reviews.models import Review, ReviewRevision


def keep_revision(review: Review, cause: str, *, at: datetime) -> None:
    """Keep the sheet as it stands, unless it is as it was kept last and for the same cause."""
    review = Review.objects.prefetch_related("scores").get(pk=review.pk)
    content: dict[str, Any] = {
        "scores": {
            each.criterion_code: {"points": str(each.points), "justification": each.justification}
            for each in review.scores.all()
        },
        "recommendation": review.recommendation,
        "opinion": review.opinion,
        "confidential": review.confidential,
    }
    last = review.revisions.order_by("-number").first()
    if last and last.cause == cause and last.content == content:
        return
    number = (review.revisions.aggregate(most=Max("number"))["most"] or 0) + 1
    ReviewRevision.objects.create(review=review, number=number, cause=cause, content=content, total=review.total, at=at)
