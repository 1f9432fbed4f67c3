"""Recusal computed anew: who stood free when the work was given out may no longer do so."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_with_role
from zyk.common.audit import ActsInTrail
from zyk.common.moves import move
from zyk.reviews.actions.revision import keep_revision
from zyk.reviews.enums import REVIEW_MOVES, ConflictKind, ReviewState, RevisionCause
from zyk.reviews.models import Dossier, Review
from zyk.reviews.rules.recusal import EXPERT_BONDS, RecusalPolicy, standing_of, surroundings_of


@transaction.atomic
def recheck_reviews(reviews: QuerySet[Review], *, actor: ActsInTrail) -> list[Review]:
    """Take from their experts all reviews, not yet closed, that a conflict known today forbids. Returns those.

    A score already given no longer counts; what was written is kept."""
    open_ones = (
        reviews.filter(closed_at__isnull=True)
        .exclude(state=ReviewState.RECUSED)
        .select_related("panel", "expert__user", "expert__organisation", "dossier__lead_organisation")
        .prefetch_related("dossier__organisations", *(f"expert__{each}" for each in EXPERT_BONDS))
    )
    by_panel: dict[int, list[Review]] = defaultdict(list)
    for review in open_ones:
        by_panel[review.panel_id].append(review)
    recused = []
    for held in by_panel.values():
        around = surroundings_of({each.dossier for each in held}, RecusalPolicy.of(held[0].panel.policy))
        for review in held:
            conflict = around.conflict(standing_of(review.expert), review.dossier_id)
            if conflict:
                why = str(ConflictKind(conflict.kind).label)
                recuse(review, why=f"{why}：{conflict.evidence}" if conflict.evidence else why, actor=actor)
                recused.append(review)
    if recused:
        tell_organisers(recused)
    return recused


@transaction.atomic
def note_new_units(subject_uuid: UUID, organisations: Iterable[Organisation], *, actor: ActsInTrail) -> list[Review]:
    """Units have joined what is under review: the frozen material stays, but their people no longer judge it."""
    dossiers = Dossier.objects.filter(subject_uuid=subject_uuid)
    organisations = list(organisations)
    for dossier in dossiers:
        dossier.organisations.add(*organisations)
    return recheck_reviews(Review.objects.filter(dossier__in=dossiers), actor=actor)


def recuse(review: Review, *, why: str, actor: ActsInTrail) -> None:
    """Void the score, keep what was written."""
    keep_revision(review, RevisionCause.RECUSED, at=timezone.now())
    Review.objects.filter(pk=review.pk).update(recusal_reason=why[:300])
    review.recusal_reason = why[:300]
    move(review, ReviewState.RECUSED, moves=REVIEW_MOVES, actor=actor, why=why)


def tell_organisers(reviews: Iterable[Review]) -> None:
    """Somebody else is needed; the expert learns nothing of which unit it was."""
    numbers = "、".join(sorted({review.dossier.number for review in reviews}))[:180]
    notify(
        people_with_role(Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY),
        text=_("有专家须回避 %(number)s 的评议，请看是否需要补充专家。") % {"number": numbers},
        english_text=f"An expert is recused from {numbers}; see whether another one is needed.",
        url="/reviews/panels/",
    )
