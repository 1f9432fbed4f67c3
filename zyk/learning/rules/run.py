"""Who opens and joins a course run, and when it is completed."""

from datetime import date

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.learning.enums import EnrolmentState, RunState
from zyk.learning.models import CourseRun, Enrolment
from zyk.library.enums import CourseKind, CourseState
from zyk.library.models import Course

TEACHING_ROLES = (Role.TEACHER,)
MAX_BEAT_SECONDS = 60  # a heartbeat counts for no more than this, whatever it claims


def can_open_run(actor: Actor, course: Course) -> bool:
    """A teacher, for a published standard course or a personalised one of his own."""
    if not actor.is_any(*TEACHING_ROLES) or actor.organisation_id is None or actor.user is None:
        return False
    if course.kind == CourseKind.PERSONALISED:
        return course.owner_id == actor.user.pk and course.state != CourseState.WITHDRAWN
    return course.state == CourseState.PUBLISHED


def can_teach(actor: Actor, run: CourseRun) -> bool:
    return actor.user is not None and run.teacher_id == actor.user.pk


def can_enrol(actor: Actor, run: CourseRun, today: date) -> bool:
    """Anyone signed in for a public run, members of the unit for the others; never the teacher himself."""
    if actor.user is None or run.state != RunState.OPEN or today > run.closes_on or can_teach(actor, run):
        return False
    return run.is_public or actor.organisation_id == run.organisation_id


def can_learn(actor: Actor, enrolment: Enrolment) -> bool:
    return (
        actor.user is not None
        and enrolment.user_id == actor.user.pk
        and enrolment.state != EnrolmentState.WITHDRAWN
        and enrolment.run.state == RunState.OPEN
    )
