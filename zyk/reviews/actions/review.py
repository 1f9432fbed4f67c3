import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_with_role
from zyk.common.moves import NotInThisState, move
from zyk.reviews.enums import REVIEW_MOVES, Recommendation, RecusalSource, ReviewState
from zyk.reviews.models import Dossier, Expert, Panel, Recusal, Review, Score
from zyk.reviews.rules.recusal import barred_organisations, judged_organisations
from zyk.reviews.rules.reviewing import can_change
from zyk.reviews.rules.scoring import check_bounds, check_scores


@transaction.atomic
def assign_reviews(
    panel: Panel, *, dossiers: Iterable[Dossier], criteria: list[dict[str, Any]], actor: Actor
) -> list[Review]:
    """Give every dossier to every member of the panel who may judge it. Repeating it adds only what is missing.

    `criteria` is the score sheet, frozen into each review: {code, title {zh,en}, weight|None, maximum, guidance}."""
    dossiers = list(dossiers)
    reviews = []
    numbers = _alias_numbers(panel, dossiers)
    judged = {dossier.pk: judged_organisations([dossier]) for dossier in dossiers}
    experts = Expert.objects.filter(panels__panel=panel).select_related("user")
    for expert in experts.prefetch_related("recusals", "user__memberships"):
        given, barred = 0, barred_organisations(expert)
        for dossier in dossiers:
            if not barred & judged[dossier.pk]:
                review, is_new = Review.objects.get_or_create(
                    panel=panel,
                    dossier=dossier,
                    expert=expert,
                    defaults={"criteria": criteria, "alias_number": numbers[dossier.pk]},
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
    if not can_change(review):
        raise NotInThisState(_("评议已提交或已结束，不能再改。"))
    check_bounds(review.criteria, scores)
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
    if not can_change(review):
        raise NotInThisState(_("评议已提交或已结束，不能再改。"))
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
    if review.closed_at:
        raise NotInThisState(_("这份材料的评议已经结束。"))
    Review.objects.filter(pk=review.pk).update(recusal_reason=reason)
    move(review, ReviewState.RECUSED, moves=REVIEW_MOVES, actor=actor, why=reason)
    Recusal.objects.get_or_create(
        expert=review.expert,
        organisation=review.dossier.lead_organisation,
        defaults={"source": RecusalSource.DECLARED, "reason": reason},
    )
    notify(
        people_with_role(Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY),
        text=_("专家申请回避 %(number)s 的评议，请看是否需要补充专家。") % {"number": review.dossier.number},
        english_text=f"An expert stepped back from {review.dossier.number}; see whether another one is needed.",
        url="/reviews/experts/",
    )


@transaction.atomic
def close_reviews(dossier: Dossier, *, at: datetime) -> None:
    """The review of this dossier is over: what was not submitted lapses, what was submitted stands."""
    Review.objects.filter(dossier=dossier, closed_at__isnull=True).update(closed_at=at)


def _alias_numbers(panel: Panel, dossiers: list[Dossier]) -> dict[int, int]:
    """A number for each dossier of the panel, in an order that says nothing; those given before stay."""
    numbers = dict(Review.objects.filter(panel=panel).values_list("dossier", "alias_number"))
    new = [dossier for dossier in dossiers if dossier.pk not in numbers]
    new.sort(key=lambda dossier: hashlib.sha256(f"{panel.uuid}{dossier.uuid}".encode()).digest())
    for number, dossier in enumerate(new, start=max(numbers.values(), default=0) + 1):
        numbers[dossier.pk] = number
    return numbers


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
