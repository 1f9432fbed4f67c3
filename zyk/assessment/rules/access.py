"""Who builds banks and assessments, who answers, who marks."""

from datetime import datetime, timedelta

from zyk.accounts.actor import Actor
from zyk.assessment.enums import AssessmentState
from zyk.assessment.models import Assessment, Attempt, QuestionBank
from zyk.library.enums import CourseKind, TeamRole
from zyk.library.models import Course, TeamMember

GRACE = timedelta(seconds=30)  # for an answer that was on its way when the time ran out


def can_edit_bank(actor: Actor, bank: QuestionBank) -> bool:
    """The team of the library."""
    return _on_team(actor, bank.library_id)


def can_edit_assessments(actor: Actor, course: Course) -> bool:
    """The library's team for a standard course, the owner for his personalised one."""
    if course.kind == CourseKind.PERSONALISED:
        return actor.user is not None and course.owner_id == actor.user.pk
    return _on_team(actor, course.library_id)


def can_answer(assessment: Assessment, attempts_made: int) -> bool:
    if assessment.state != AssessmentState.PUBLISHED:
        return False
    return assessment.attempts_allowed is None or attempts_made < assessment.attempts_allowed


def deadline_of(attempt: Attempt) -> datetime | None:
    minutes = attempt.assessment.time_limit_minutes
    return attempt.started_at + timedelta(minutes=minutes) if minutes else None


def is_too_late(attempt: Attempt, now: datetime) -> bool:
    deadline = deadline_of(attempt)
    return deadline is not None and now > deadline + GRACE


def _on_team(actor: Actor, library_id: int) -> bool:
    if actor.user is None:
        return False
    return TeamMember.objects.filter(library=library_id, user=actor.user).exclude(role=TeamRole.REVIEWER).exists()
