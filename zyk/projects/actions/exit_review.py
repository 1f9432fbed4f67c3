"""退出评估 after a breached duty: the host explains, the ministry keeps the library or lets it go."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.library.actions import set_standing
from zyk.library.enums import Standing
from zyk.library.models import Library
from zyk.projects.enums import EXIT_REVIEW_MOVES, ExitReviewState
from zyk.projects.models import ExitReview, YearlyDuty
from zyk.projects.rules.project import WRITING_ROLES, can_confirm


def open_exit_review(duty: YearlyDuty, *, actor: audit.ActsInTrail) -> ExitReview:
    """One for a library and year, however many of its duties were breached."""
    review, is_new = ExitReview.objects.get_or_create(library=duty.library, year=duty.year)
    if is_new:
        audit.record(actor=actor, verb="create", about=review, facts={"duty": duty.code})
        notify(
            people_with_role(Role.MINISTRY_OFFICER),
            text=f"{duty.library} {duty.year} 年度义务未达标，退出评估已开始。",
            english_text=f"{duty.library} breached a duty of {duty.year}; its exit review has begun.",
            url=f"/projects/duties/{duty.library.uuid}/",
        )
    return review


def can_explain(actor: Actor, library: Library) -> bool:
    return actor.is_any(*WRITING_ROLES) and actor.organisation_id == library.lead_host_id


@transaction.atomic
def explain_breach(review: ExitReview, *, answer: str, actor: Actor, at: datetime) -> None:
    review = _locked(review)
    if not can_explain(actor, review.library):
        raise PermissionDenied
    if review.state != ExitReviewState.OPEN:
        raise NotInThisState(_("退出评估已经结束。"))
    if not answer.strip():
        raise ValidationError({"answer": _("请写明原因和措施")})
    ExitReview.objects.filter(pk=review.pk).update(answer=answer, answered_at=at)
    audit.record(actor=actor, verb="explain", about=review, why=answer[:500])
    notify(
        people_with_role(Role.MINISTRY_OFFICER),
        text=f"{review.library} 已就 {review.year} 年度义务未达标作出说明。",
        english_text=f"{review.library} has explained its breached duty of {review.year}.",
        url=f"/projects/duties/{review.library.uuid}/",
    )


@transaction.atomic
def decide_exit(review: ExitReview, *, is_kept: bool, opinion: str, actor: Actor, at: datetime) -> None:
    """Kept, or out of the programme: then it owes nothing from the next year on."""
    review = _locked(review)
    if not can_confirm(actor):
        raise PermissionDenied
    if not opinion.strip():
        raise ValidationError({"opinion": _("请写明评估意见")})
    state = ExitReviewState.KEPT if is_kept else ExitReviewState.EXITED
    move(review, state, moves=EXIT_REVIEW_MOVES, actor=actor, why=opinion)
    ExitReview.objects.filter(pk=review.pk).update(opinion=opinion, decided_at=at)
    if not is_kept:
        set_standing(review.library, Standing.EXITED, actor=actor, why=opinion)
    words, english = ("保留", "stays in the programme") if is_kept else ("退出", "leaves the programme")
    notify(
        people_in_role(review.library.lead_host, *HOST_ROLES),
        text=f"{review.library} 退出评估结论：{words}。",
        english_text=f"{review.library} {english}.",
        url=f"/projects/duties/{review.library.uuid}/",
        mail=True,
    )


def _locked(review: ExitReview) -> ExitReview:
    return ExitReview.objects.select_for_update(of=("self",)).select_related("library__lead_host").get(pk=review.pk)
