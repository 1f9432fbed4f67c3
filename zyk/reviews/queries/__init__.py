"""Reads of the review system."""

from zyk.reviews.queries.board import Board, board_of
from zyk.reviews.queries.experts import (
    Credit,
    credit_of,
    experts_by_code,
    neighbours_of,
    reviews_of_expert,
    search_experts,
)
from zyk.reviews.queries.results import ReviewResult, open_objections, review_result, review_results

__all__ = [
    "Board",
    "Credit",
    "ReviewResult",
    "board_of",
    "credit_of",
    "experts_by_code",
    "neighbours_of",
    "open_objections",
    "review_result",
    "review_results",
    "reviews_of_expert",
    "search_experts",
]
