from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.assessment.enums import ASSESSMENT_MOVES, AssessmentKind, AssessmentState
from zyk.assessment.models import Assessment, AssessmentQuestion, Question
from zyk.assessment.rules.access import can_edit_assessments
from zyk.common import audit
from zyk.common.moves import move
from zyk.library.models import Course, Module


@transaction.atomic
def create_assessment(
    course: Course,
    *,
    title: str,
    questions: Sequence[Question],
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
    if any(question.bank.library_id != course.library_id for question in questions):
        raise ValidationError(_("只能选用本资源库题库中的试题。"))
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
    AssessmentQuestion.objects.bulk_create(
        AssessmentQuestion(assessment=assessment, question=question, position=index)
        for index, question in enumerate(questions, start=1)
    )
    audit.record(actor=actor, verb="create", about=assessment, facts={"questions": len(questions)})
    return assessment


@transaction.atomic
def publish_assessment(assessment: Assessment, *, actor: Actor) -> None:
    """Open it to learners; its questions stay as they are from now on."""
    _by_editor(assessment, actor)
    if not assessment.items.exists():
        raise ValidationError(_("请先选入试题再发布。"))
    move(assessment, AssessmentState.PUBLISHED, moves=ASSESSMENT_MOVES, actor=actor)


@transaction.atomic
def close_assessment(assessment: Assessment, *, actor: Actor) -> None:
    _by_editor(assessment, actor)
    move(assessment, AssessmentState.CLOSED, moves=ASSESSMENT_MOVES, actor=actor)


def _by_editor(assessment: Assessment, actor: Actor) -> None:
    if not can_edit_assessments(actor, assessment.course):
        raise PermissionDenied
