from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.moves import move
from zyk.learning.enums import RUN_MOVES, RunState
from zyk.learning.models import CourseRun
from zyk.learning.rules.run import can_open_run, can_teach
from zyk.library.models import Course


@transaction.atomic
def open_run(
    course: Course,
    *,
    title: str,
    opens_on: date,
    closes_on: date,
    is_public: bool,
    actor: Actor,
    pass_percent: int = 60,
) -> CourseRun:
    """A teacher plans a run of a course at his unit."""
    if not can_open_run(actor, course) or actor.user is None or actor.organisation is None:
        raise PermissionDenied
    if closes_on < opens_on:
        raise ValidationError({"closes_on": _("结课日期不能早于开课日期")})
    run = CourseRun.objects.create(
        course=course,
        title=title,
        teacher=actor.user,
        organisation=actor.organisation,
        opens_on=opens_on,
        closes_on=closes_on,
        is_public=is_public,
        pass_percent=pass_percent,
    )
    audit.record(actor=actor, verb="create", about=run)
    return run


@transaction.atomic
def start_run(run: CourseRun, *, actor: Actor) -> None:
    """Open it to learners."""
    _by_teacher(run, actor)
    move(run, RunState.OPEN, moves=RUN_MOVES, actor=actor)


@transaction.atomic
def close_run(run: CourseRun, *, actor: Actor) -> None:
    _by_teacher(run, actor)
    move(run, RunState.CLOSED, moves=RUN_MOVES, actor=actor)


def _by_teacher(run: CourseRun, actor: Actor) -> None:
    if not can_teach(actor, run):
        raise PermissionDenied
