from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.common.moves import NotInThisState, move
from zyk.reviews.enums import REVIEW_MOVES, Recommendation, RecusalSource, ReviewState
from zyk.reviews.models import Dossier, Expert, Panel, Recusal, Review, Score
from zyk.reviews.rules.recusal import may_judge
from zyk.reviews.rules.scoring import check_scores


@transaction.atomic
def assign_reviews(
    panel: Panel, *, dossiers: Iterable[Dossier], criteria: list[dict[str, Any]], actor: Actor
) -> list[Review]:
    """Give every dossier to every member of the panel who may judge it. Repeating it adds only what is missing.

    `criteria` is the score sheet, frozen into each review: {code, title {zh,en}, weight|None, maximum, guidance}."""
    reviews = []
    experts = Expert.objects.filter(panels__panel=panel).select_related("user")
    for expert in experts.prefetch_related("recusals", "user__memberships"):
        given = 0
        for dossier in dossiers:
            if may_judge(expert, dossier):
                review, is_new = Review.objects.get_or_create(
                    panel=panel, dossier=dossier, expert=expert, defaults={"criteria": criteria}
                )
                given += is_new
                reviews.append(review)
        if given:
            notify(
                [expert.user],
                text=_("您有 %(number)s 份材料待评。") % {"number": given},
                english_text=f"Dossiers waiting for your review: {given}.",
                url="/reviews/mine/",
                mail=True,
            )
    return reviews


@transaction.atomic
def save_review_draft(
    review: Review,
    *,
    scores: Mapping[str, Decimal],
    recommendation: str,
    opinion: str,
    confidential: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep what the expert has so far; incomplete is fine."""
    review = _own(review, actor)
    if review.state == ReviewState.SUBMITTED:
        raise NotInThisState(_("评议已提交，不能再改。"))
    _write(review, scores, recommendation, opinion, confidential)
    if review.state == ReviewState.ASSIGNED:
        Review.objects.filter(pk=review.pk).update(opened_at=review.opened_at or at)
        move(review, ReviewState.IN_PROGRESS, moves=REVIEW_MOVES, actor=actor)


@transaction.atomic
def submit_review(
    review: Review,
    *,
    scores: Mapping[str, Decimal],
    recommendation: str,
    opinion: str,
    confidential: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Submit for good: all criteria scored, a recommendation, an opinion for the applicant."""
    review = _own(review, actor)
    check_scores(review.criteria, scores)
    if recommendation not in Recommendation.values:
        raise ValidationError({"recommendation": _("请选择建议")})
    if not opinion.strip():
        raise ValidationError({"opinion": _("请写明给申请单位的意见")})
    _write(review, scores, recommendation, opinion, confidential)
    Review.objects.filter(pk=review.pk).update(submitted_at=at, opened_at=review.opened_at or at)
    move(review, ReviewState.SUBMITTED, moves=REVIEW_MOVES, actor=actor)


@transaction.atomic
def recuse_review(review: Review, *, reason: str, actor: Actor) -> None:
    """The expert steps back: his score no longer counts, and he meets this unit's dossiers no more."""
    review = _own(review, actor)
    if not reason.strip():
        raise ValidationError({"reason": _("请说明回避理由")})
    Review.objects.filter(pk=review.pk).update(recusal_reason=reason)
    move(review, ReviewState.RECUSED, moves=REVIEW_MOVES, actor=actor, why=reason)
    Recusal.objects.get_or_create(
        expert=review.expert,
        organisation=review.dossier.lead_organisation,
        defaults={"source": RecusalSource.DECLARED, "reason": reason},
    )


def _own(review: Review, actor: Actor) -> Review:
    review = Review.objects.select_for_update(of=("self",)).select_related("expert", "dossier").get(pk=review.pk)
    if actor.user is None or review.expert.user_id != actor.user.id:
        raise PermissionDenied
    return review


def _write(review: Review, scores: Mapping[str, Decimal], recommendation: str, opinion: str, confidential: str) -> None:
    known = {criterion["code"] for criterion in review.criteria}
    for code, points in scores.items():
        if code in known:
            Score.objects.update_or_create(review=review, criterion_code=code, defaults={"points": points})
    Review.objects.filter(pk=review.pk).update(
        recommendation=recommendation, opinion=opinion, confidential=confidential
    )
