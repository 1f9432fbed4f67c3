from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.assessment.enums import ATTEMPT_MOVES, AttemptState
from zyk.assessment.models import Answer, Assessment, Attempt, Grade
from zyk.assessment.noting import note_begun, note_graded, note_submitted
from zyk.assessment.rules.access import can_answer, is_too_late
from zyk.assessment.rules.marking import marked
from zyk.assessment.signals import attempt_graded
from zyk.common.moves import NotInThisState, move

MAX_ANSWER = 20_000


@transaction.atomic
def start_attempt(assessment: Assessment, *, actor: Actor, counted: QuerySet[Attempt] | None = None) -> Attempt:
    """Begin, or go on with the attempt already open: two tabs share one.

    `counted` are the attempts that use up the number allowed, by default all of the person's;
    a course run gives its own, so that who repeats a course may try again."""
    if actor.user is None:
        raise PermissionDenied
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("course__library").get(pk=assessment.pk)
    made = list(locked.attempts.filter(user=actor.user).order_by("number"))
    running = next((attempt for attempt in made if attempt.state == AttemptState.IN_PROGRESS), None)
    if running:
        return running
    used = len(made) if counted is None else counted.filter(assessment=locked, user=actor.user).count()
    if not can_answer(locked, used):
        raise ValidationError(_("现在不能作答：测评未开放，或作答次数已用完。"))
    attempt = Attempt.objects.create(assessment=locked, user=actor.user, number=len(made) + 1)
    note_begun(attempt, actor)
    return attempt


@transaction.atomic
def save_answers(attempt: Attempt, *, given: Mapping[int, list[Any]], actor: Actor, at: datetime) -> None:
    """Keep what has been answered so far. `given` maps item ids to answers; unknown items are left out."""
    attempt = _own_open(attempt, actor)
    if is_too_late(attempt, at):
        raise NotInThisState(_("作答时间已到，已保存到时间截止前的答案。"))
    known = {answer.item_id: answer for answer in attempt.answers.all()}
    for item in attempt.assessment.items.all():
        if item.pk not in given:
            continue
        texts = [str(text)[:MAX_ANSWER] for text in given[item.pk]]
        if item.pk not in known:
            Answer.objects.create(attempt=attempt, item=item, given=texts)
        elif known[item.pk].given != texts:
            Answer.objects.filter(pk=known[item.pk].pk).update(given=texts)


@transaction.atomic
def submit_attempt(attempt: Attempt, *, actor: Actor, at: datetime) -> Attempt:
    """Hand in: objective questions are marked at once; with essays it waits for the teacher."""
    attempt = _own_open(attempt, actor)
    answers = {answer.item_id: answer for answer in attempt.answers.all()}
    judged = []
    for item in attempt.assessment.items.select_related("question"):
        answer = answers.get(item.pk) or Answer(attempt=attempt, given=[])
        answer.item = item
        answer.points_hundredths = marked(item.question, answer.given, item.points_hundredths)
        answer.save()
        judged.append(answer)
    Attempt.objects.filter(pk=attempt.pk).update(submitted_at=at)
    attempt.submitted_at = at
    note_submitted(attempt, judged, actor)
    if any(answer.points_hundredths is None for answer in judged):
        move(attempt, AttemptState.SUBMITTED, moves=ATTEMPT_MOVES, actor=actor)
    else:
        _give_grade(attempt, actor=actor, at=at, teacher=None)
    return attempt


@transaction.atomic
def grade_attempt(
    attempt: Attempt, *, points: Mapping[int, int], comments: Mapping[int, str], actor: Actor, at: datetime
) -> Grade:
    """A teacher marks what a machine cannot. `points` maps item ids to hundredths.

    Who may grade is decided by the course run above; the learner himself never may."""
    attempt = _locked(attempt)
    if actor.user is None or actor.user.pk == attempt.user_id:
        raise PermissionDenied
    if attempt.state != AttemptState.SUBMITTED:
        raise NotInThisState(_("这份作答不在待批改状态。"))
    errors = {}
    for answer in attempt.answers.select_related("item"):
        if answer.points_hundredths is None:
            given = points.get(answer.item_id)
            if given is None or not 0 <= given <= answer.item.points_hundredths:
                errors[f"points-{answer.item_id}"] = _("请给出 0 到满分之间的分数")
                continue
            Answer.objects.filter(pk=answer.pk).update(
                points_hundredths=given, comment=comments.get(answer.item_id, "")
            )
    if errors:
        raise ValidationError(errors)
    return _give_grade(attempt, actor=actor, at=at, teacher=actor)


def _give_grade(attempt: Attempt, *, actor: Actor, at: datetime, teacher: Actor | None) -> Grade:
    answers = list(attempt.answers.select_related("item"))
    scored = sum(answer.points_hundredths or 0 for answer in answers)
    maximum = sum(answer.item.points_hundredths for answer in answers)
    grade = Grade.objects.create(
        attempt=attempt,
        points_hundredths=scored,
        maximum_hundredths=maximum,
        is_passed=scored * 100 >= attempt.assessment.pass_percent * maximum,
        graded_at=at,
        graded_by=teacher.user if teacher else None,
    )
    move(attempt, AttemptState.GRADED, moves=ATTEMPT_MOVES, actor=actor, facts={"points": scored, "maximum": maximum})
    note_graded(grade, learner=Actor(user=attempt.user) if teacher else actor, teacher=teacher)
    attempt_graded.send(Attempt, attempt=attempt)
    return grade


def _own_open(attempt: Attempt, actor: Actor) -> Attempt:
    attempt = _locked(attempt)
    if actor.user is None or attempt.user_id != actor.user.pk:
        raise PermissionDenied
    if attempt.state != AttemptState.IN_PROGRESS:
        raise NotInThisState(_("这份作答已经提交，不能再改。"))
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("assessment__course__library", "user")
    return rows.get(pk=attempt.pk)
