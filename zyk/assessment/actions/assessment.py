from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.assessment.enums import ASSESSMENT_MOVES, AssessmentKind, AssessmentState
from zyk.assessment.models import Assessment, AssessmentQuestion, Question
from zyk.assessment.noting import note_published
from zyk.assessment.rules.access import can_edit_assessments
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.library.models import Course, Module

FIELDS = (
    "title",
    "kind",
    "module",
    "instructions",
    "attempts_allowed",
    "time_limit_minutes",
    "pass_percent",
)


@transaction.atomic
def create_assessment(
    course: Course,
    *,
    title: str,
    questions: Sequence[Question] = (),
    actor: Actor,
    kind: str = AssessmentKind.QUIZ,
    module: Module | None = None,
    instructions: str = "",
    attempts_allowed: int | None = None,
    time_limit_minutes: int | None = None,
    pass_percent: int = 60,
) -> Assessment:
    """Put questions together, one point each, in the order given."""
    if not can_edit_assessments(actor, course):
        raise PermissionDenied
    if module and module.course_id != course.pk:
        raise ValidationError({"module": _("请选择本课程的模块")})
    assessment = Assessment.objects.create(
        course=course,
        module=module,
        kind=kind,
        title=title,
        instructions=instructions,
        attempts_allowed=attempts_allowed,
        time_limit_minutes=time_limit_minutes,
        pass_percent=pass_percent,
        made_by=actor.user,
    )
    _append(assessment, questions)
    audit.record(actor=actor, verb="create", about=assessment, facts={"questions": len(questions)})
    return assessment


@transaction.atomic
def edit_assessment(assessment: Assessment, *, actor: Actor, **fields: Any) -> Assessment:
    """Change a draft's settings: title, kind, module, instructions, attempts, time limit, pass mark."""
    locked = _draft(assessment, actor)
    for name in FIELDS:
        if name in fields:
            setattr(locked, name, fields[name])
    if locked.module and locked.module.course_id != locked.course_id:
        raise ValidationError({"module": _("请选择本课程的模块")})
    locked.full_clean()
    locked.save()
    audit.record(actor=actor, verb="edit", about=locked)
    return locked


@transaction.atomic
def pick_questions(assessment: Assessment, *, questions: Sequence[Question], actor: Actor) -> int:
    """Add questions at the end of a draft; those already in it stay once. Returns how many were added."""
    locked = _draft(assessment, actor)
    known = set(locked.items.values_list("question_id", flat=True))
    new = [question for question in questions if question.pk not in known]
    _append(locked, new)
    return len(new)


@transaction.atomic
def drop_question(item: AssessmentQuestion, *, actor: Actor) -> None:
    _draft(item.assessment, actor)
    item.delete()


@transaction.atomic
def move_question(item: AssessmentQuestion, *, step: int, actor: Actor) -> None:
    """One place up (-1) or down (1) among the questions of a draft."""
    locked = _draft(item.assessment, actor)
    items = list(locked.items.all())
    index = next(i for i, each in enumerate(items) if each.pk == item.pk)
    target = min(max(index + step, 0), len(items) - 1)
    items.insert(target, items.pop(index))
    for position, each in enumerate(items, start=1):
        each.position = position
    AssessmentQuestion.objects.bulk_update(items, ["position"])


@transaction.atomic
def set_points(assessment: Assessment, *, points: Mapping[int, int], actor: Actor) -> None:
    """Points by item id, in hundredths; each question is worth something."""
    locked = _draft(assessment, actor)
    items = [item for item in locked.items.all() if item.pk in points]
    for item in items:
        if not 0 < points[item.pk] <= 100_000:
            raise ValidationError(_("每题分值须大于 0，且不超过 1000 分。"))
        item.points_hundredths = points[item.pk]
    AssessmentQuestion.objects.bulk_update(items, ["points_hundredths"])


@transaction.atomic
def publish_assessment(assessment: Assessment, *, actor: Actor) -> None:
    """Open it to learners; its questions stay as they are from now on."""
    locked = _locked(assessment, actor)
    if not locked.items.exists():
        raise ValidationError(_("请先选入试题再发布。"))
    move(locked, AssessmentState.PUBLISHED, moves=ASSESSMENT_MOVES, actor=actor)
    assessment.state = locked.state
    note_published(locked, actor)


@transaction.atomic
def close_assessment(assessment: Assessment, *, actor: Actor) -> None:
    locked = _locked(assessment, actor)
    move(locked, AssessmentState.CLOSED, moves=ASSESSMENT_MOVES, actor=actor)
    assessment.state = locked.state


def _append(assessment: Assessment, questions: Sequence[Question]) -> None:
    if any(question.bank.library_id != assessment.course.library_id for question in questions):
        raise ValidationError(_("只能选用本资源库题库中的试题。"))
    if any(question.is_retired for question in questions):
        raise ValidationError(_("停用的试题不能选入测评。"))
    last = assessment.items.order_by("-position").values_list("position", flat=True).first() or 0
    AssessmentQuestion.objects.bulk_create(
        AssessmentQuestion(assessment=assessment, question=question, position=index)
        for index, question in enumerate(questions, start=last + 1)
    )


def _draft(assessment: Assessment, actor: Actor) -> Assessment:
    locked = _locked(assessment, actor)
    if locked.state != AssessmentState.DRAFT:
        raise NotInThisState(_("测评已经发布，试题和设置不能再改。"))
    return locked


def _locked(assessment: Assessment, actor: Actor) -> Assessment:
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("course__library").get(pk=assessment.pk)
    if not can_edit_assessments(actor, locked.course):
        raise PermissionDenied
    return locked
