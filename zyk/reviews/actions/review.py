import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.reviews.actions.blind_files import ask_for_blind_files
from zyk.reviews.actions.recheck import recuse, tell_organisers
from zyk.reviews.actions.revision import keep_revision
from zyk.reviews.enums import (
    REVIEW_MOVES,
    InvitationState,
    Recommendation,
    RecusalSource,
    ReviewState,
    RevisionCause,
)
from zyk.reviews.models import Dossier, Expert, Panel, Recusal, Review, Score
from zyk.reviews.rules.recusal import EXPERT_BONDS, RecusalPolicy, standing_of, surroundings_of
from zyk.reviews.rules.reviewing import can_change
from zyk.reviews.rules.scoring import check_bounds, check_justified, check_scores, check_vetoes, total_of


@transaction.atomic
def assign_reviews(
    panel: Panel, *, dossiers: Iterable[Dossier], criteria: list[dict[str, Any]], actor: Actor
) -> list[Review]:
    """Give every dossier to every member of the panel who may judge it. Repeating it adds only what is missing.

    `criteria` is the score sheet, frozen into each review: {code, title {zh,en}, weight|None, maximum, guidance}."""
    dossiers = list(dossiers)
    reviews = []
    numbers = alias_numbers(panel, dossiers)
    around = surroundings_of(dossiers, RecusalPolicy.of(panel.policy))
    experts = Expert.objects.filter(panels__panel=panel, panels__state=InvitationState.ACCEPTED)
    for expert in experts.select_related("user", "organisation").prefetch_related(*EXPERT_BONDS):
        given, standing = 0, standing_of(expert)
        for dossier in dossiers:
            if around.conflict(standing, dossier.pk) is None:
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
    panel.dossiers.add(*dossiers)
    if not panel.criteria:
        Panel.objects.filter(pk=panel.pk).update(criteria=criteria)
    ask_for_blind_files(dossiers)
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
    justifications: Mapping[str, str] | None = None,
) -> None:
    """Keep what the expert has so far; incomplete is fine."""
    review = _own(review, actor)
    if not can_change(review):
        raise NotInThisState(_("评议已提交或已结束，不能再改。"))
    check_bounds(review.criteria, scores)
    _write(review, scores, justifications or {}, recommendation, opinion, confidential)
    keep_revision(review, RevisionCause.DRAFT, at=at)
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
    justifications: Mapping[str, str] | None = None,
) -> None:
    """Submit for good: all criteria scored, a recommendation, an opinion for the applicant."""
    review = _own(review, actor)
    if not can_change(review):
        raise NotInThisState(_("评议已提交或已结束，不能再改。"))
    check_scores(review.criteria, scores)
    check_justified(review.criteria, scores, justifications or {})
    check_vetoes(review.criteria, scores, recommendation)
    if recommendation not in Recommendation.values:
        raise ValidationError({"recommendation": _("请选择建议")})
    if not opinion.strip():
        raise ValidationError({"opinion": _("请写明给申请单位的意见")})
    _write(review, scores, justifications or {}, recommendation, opinion, confidential)
    Review.objects.filter(pk=review.pk).update(
        submitted_at=at, opened_at=review.opened_at or at, total=total_of(review.criteria, scores)
    )
    keep_revision(review, RevisionCause.SUBMITTED, at=at)
    move(review, ReviewState.SUBMITTED, moves=REVIEW_MOVES, actor=actor)


@transaction.atomic
def recuse_review(review: Review, *, reason: str, actor: Actor) -> None:
    """The expert steps back: his score no longer counts, and he meets this unit's dossiers no more."""
    review = _own(review, actor)
    if not reason.strip():
        raise ValidationError({"reason": _("请说明回避理由")})
    if review.closed_at:
        raise NotInThisState(_("这份材料的评议已经结束。"))
    recuse(review, why=reason, actor=actor)
    Recusal.objects.get_or_create(
        expert=review.expert,
        organisation=review.dossier.lead_organisation,
        defaults={"source": RecusalSource.DECLARED, "reason": reason},
    )
    tell_organisers([review])


@transaction.atomic
def open_review(review: Review, *, at: datetime) -> None:
    """Note when the expert first saw the material."""
    Review.objects.filter(pk=review.pk, opened_at__isnull=True).update(opened_at=at)


@transaction.atomic
def reopen_review(review: Review, *, why: str, actor: Actor, at: datetime) -> None:
    """Give a submitted sheet back to its expert, who asked to mend it; never once the review has ended."""
    if not actor.is_ministry:
        raise PermissionDenied
    review = Review.objects.select_for_update(of=("self",)).select_related("expert__user").get(pk=review.pk)
    if review.closed_at:
        raise NotInThisState(_("这份材料的评议已经结束，不能退回。"))
    if not why.strip():
        raise ValidationError({"why": _("请说明退回修改的理由")})
    keep_revision(review, RevisionCause.REOPENED, at=at)
    move(review, ReviewState.IN_PROGRESS, moves=REVIEW_MOVES, actor=actor, why=why.strip())
    Review.objects.filter(pk=review.pk).update(submitted_at=None, total=None)
    audit.record(actor=actor, verb="reopen-review", about=review, why=why.strip())
    notify(
        [review.expert.user],
        text=_("匿名件 %(number)s 的评分已退回，可以修改后再提交。") % {"number": review.alias_number},
        english_text=f"Your score of blind item {review.alias_number} is open again; change it and submit.",
        url=f"/reviews/mine/{review.uuid}/",
        mail=True,
    )


@transaction.atomic
def close_reviews(dossier: Dossier, *, at: datetime) -> None:
    """The review of this dossier is over: what was not submitted lapses, what was submitted stands."""
    Review.objects.filter(dossier=dossier, closed_at__isnull=True).update(closed_at=at)


def alias_numbers(panel: Panel, dossiers: list[Dossier]) -> dict[int, int]:
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


def _write(
    review: Review,
    scores: Mapping[str, Decimal],
    justifications: Mapping[str, str],
    recommendation: str,
    opinion: str,
    confidential: str,
) -> None:
    known = {criterion["code"] for criterion in review.criteria}
    for code, points in scores.items():
        if code in known:
            Score.objects.update_or_create(
                review=review,
                criterion_code=code,
                defaults={"points": points, "justification": justifications.get(code, "").strip()[:500]},
            )
    Review.objects.filter(pk=review.pk).update(
        recommendation=recommendation, opinion=opinion, confidential=confidential
    )
