"""绩效评价: opened by period, reviewed by the host itself, scored by an evaluator of the ministry."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.projects.enums import PERFORMANCE_MOVES, PerformanceState
from zyk.projects.models import PerformanceReview, Project
from zyk.projects.queries.performance import as_figures, targets_reached
from zyk.projects.rules.project import can_confirm, can_write
from zyk.reviews.rules.scoring import check_scores, total_of
from zyk.rulebook.edition import Edition

Points = Mapping[str, Decimal]


@transaction.atomic
def open_performance_review(project: Project, *, period: str, actor: Actor) -> PerformanceReview:
    """The ministry calls for the review of one period of the rulebook; asked twice, it answers the same one."""
    if not can_confirm(actor):
        raise PermissionDenied
    rules = project.application.cycle.rulebook.edition.performance_review
    if rules is None or period not in {each.code for each in rules.periods}:
        raise ValidationError(_("规则集没有这个评价期。"))
    made, is_new = PerformanceReview.objects.get_or_create(
        project=project, period=period, defaults={"criteria": criteria_of(project.application.cycle.rulebook.edition)}
    )
    if is_new:
        audit.record(actor=actor, verb="create", about=made, facts={"period": period})
        _tell(made, people_in_role(project.lead_host, *HOST_ROLES), "绩效评价开始，请自评", "please review it yourself")
    return made


@transaction.atomic
def hand_in_self_review(review: PerformanceReview, *, text: str, points: Points, actor: Actor, at: datetime) -> None:
    """The host's words and points; targets and actual values of the day are kept with them."""
    review = _locked(review)
    if not can_write(actor, review.project):
        raise PermissionDenied
    if not text.strip():
        raise ValidationError({"self_review": _("请填写自评说明")})
    _check(review, points)
    PerformanceReview.objects.filter(pk=review.pk).update(
        self_review=text,
        self_points=_plain(points),
        self_reviewed_at=at,
        figures=as_figures(targets_reached(review.project, year=year_of(review))),
    )
    move(review, PerformanceState.SELF_REVIEWED, moves=PERFORMANCE_MOVES, actor=actor)
    _tell(review, people_with_role(Role.MINISTRY_OFFICER), "绩效自评已提交，待评价", "waits to be evaluated")


@transaction.atomic
def evaluate(review: PerformanceReview, *, opinion: str, points: Points, actor: Actor, at: datetime) -> None:
    """The evaluator's points make the score: by the sheet's weights, equal ones where none are set."""
    review = _locked(review)
    if not can_evaluate(actor):
        raise PermissionDenied
    if not opinion.strip():
        raise ValidationError({"opinion": _("请写明评价意见")})
    _check(review, points)
    PerformanceReview.objects.filter(pk=review.pk).update(
        opinion=opinion,
        points=_plain(points),
        score=total_of(review.criteria, points),
        evaluated_at=at,
        evaluated_by=actor.user,
    )
    move(review, PerformanceState.EVALUATED, moves=PERFORMANCE_MOVES, actor=actor, why=opinion)
    _tell(review, people_in_role(review.project.lead_host, *HOST_ROLES), "绩效评价已完成", "was evaluated")


@transaction.atomic
def return_self_review(review: PerformanceReview, *, why: str, actor: Actor) -> None:
    review = _locked(review)
    if not can_evaluate(actor):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"opinion": _("请说明退回理由")})
    move(review, PerformanceState.RETURNED, moves=PERFORMANCE_MOVES, actor=actor, why=why)
    _tell(review, people_in_role(review.project.lead_host, *HOST_ROLES), "绩效自评被退回修改", "was returned")


def can_evaluate(actor: Actor) -> bool:
    return actor.is_ministry


def criteria_of(edition: Edition) -> list[dict[str, Any]]:
    """The review sheet as plain data, frozen into each review."""
    rules = edition.performance_review
    return [
        {
            "code": each.code,
            "title": {"zh": each.title.zh, "en": each.title.en},
            "weight": each.weight,
            "maximum": each.maximum,
            "guidance": {"zh": each.guidance.zh, "en": each.guidance.en},
        }
        for each in (rules.criteria if rules else [])
    ]


def year_of(review: PerformanceReview) -> int | None:
    """The budget year whose targets the period compares with; None for the whole."""
    rules = review.project.application.cycle.rulebook.edition.performance_review
    found = next((each for each in (rules.periods if rules else []) if each.code == review.period), None)
    return found.year if found else None


def _check(review: PerformanceReview, points: Points) -> None:
    if review.state == PerformanceState.EVALUATED:
        raise NotInThisState(_("绩效评价已经完成，不能再改。"))
    try:
        check_scores(review.criteria, points)
    except ValidationError as refusal:
        raise ValidationError({f"points-{code}": texts for code, texts in refusal.message_dict.items()}) from refusal


def _plain(points: Points) -> dict[str, str]:
    return {code: str(value) for code, value in points.items()}


def _locked(review: PerformanceReview) -> PerformanceReview:
    return (
        PerformanceReview.objects.select_for_update(of=("self",))
        .select_related("project__lead_host", "project__library", "project__application__cycle__rulebook")
        .get(pk=review.pk)
    )


def _tell(review: PerformanceReview, people: object, words: str, english_words: str) -> None:
    notify(
        people,  # type: ignore[arg-type]
        text=f"{review.project}：{words}。",
        english_text=f"Performance review of {review.project}: {english_words}.",
        url=f"/projects/performance/{review.uuid}/",
        mail=True,
    )
