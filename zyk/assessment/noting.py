"""What people do with assessments, told to the learning records in the monitoring interface's own actions:
发布作业 / 发布考试, 参加考试 / 提交作业, 批改作业 / 批改试卷."""

from collections.abc import Sequence
from typing import Any

from zyk.accounts.actor import Actor
from zyk.assessment.enums import AssessmentKind
from zyk.assessment.models import Answer, Assessment, Attempt, Grade
from zyk.records import iris
from zyk.records.actions import record
from zyk.records.authority import PLATFORM
from zyk.records.statements import activity_of, note, statement
from zyk.records.verbs import Verb


def note_published(assessment: Assessment, actor: Actor) -> None:
    _note(assessment, actor, Verb.ASSIGNED if _is_homework(assessment) else Verb.PUBLISHED_EXAM)


def note_begun(attempt: Attempt, actor: Actor) -> None:
    """Homework is not "attended": only its submission is an action of the monitoring interface."""
    _note(attempt.assessment, actor, Verb.INITIALIZED if _is_homework(attempt.assessment) else Verb.ATTEMPTED)


def note_submitted(attempt: Attempt, answers: Sequence[Answer], actor: Actor) -> None:
    """Each answer (with success where a machine can tell), and for homework the submission."""
    if actor.user is None:
        return
    course = attempt.assessment.course
    answered = [answer for answer in answers if any(str(text).strip() for text in answer.given)]
    made = [
        statement(
            user=actor.user,
            verb=Verb.ANSWERED,
            activity=activity_of("question", answer.item.question.uuid),
            library_iri=iris.iri_of("library", course.library.uuid),
            course_iri=iris.iri_of("course", course.uuid),
            result=_outcome(answer),
        )
        for answer in answered
    ]
    if made:
        record(made, authority=PLATFORM)
    if _is_homework(attempt.assessment):
        _note(attempt.assessment, actor, Verb.SUBMITTED)


def note_graded(grade: Grade, *, learner: Actor, teacher: Actor | None) -> None:
    assessment = grade.attempt.assessment
    scaled = grade.points_hundredths / grade.maximum_hundredths if grade.maximum_hundredths else 0
    result = {
        "score": {
            "scaled": round(scaled, 4),
            "raw": grade.points_hundredths / 100,
            "min": 0,
            "max": grade.maximum_hundredths / 100,
        },
        "success": grade.is_passed,
        "completion": True,
    }
    _note(assessment, learner, Verb.PASSED if grade.is_passed else Verb.FAILED, result)
    if teacher:
        _note(assessment, teacher, Verb.GRADED if _is_homework(assessment) else Verb.GRADED_EXAM)


def _outcome(answer: Answer) -> dict[str, Any]:
    if answer.points_hundredths is None:
        return {"completion": True}
    return {"completion": True, "success": answer.points_hundredths == answer.item.points_hundredths}


def _note(assessment: Assessment, actor: Actor, verb: Verb, result: dict[str, Any] | None = None) -> None:
    course = assessment.course
    note(
        actor,
        verb,
        kind="assessment",
        uuid=assessment.uuid,
        title=assessment.title,
        library_uuid=course.library.uuid,
        course_uuid=course.uuid,
        result=result,
    )


def _is_homework(assessment: Assessment) -> bool:
    return assessment.kind == AssessmentKind.HOMEWORK
