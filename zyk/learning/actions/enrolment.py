from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common.moves import move
from zyk.learning.enums import ENROLMENT_MOVES, EnrolmentState
from zyk.learning.models import CourseRun, Enrolment
from zyk.learning.rules.run import can_enrol
from zyk.records.statements import note
from zyk.records.verbs import Verb


@transaction.atomic
def enrol(run: CourseRun, *, actor: Actor, today: date) -> Enrolment:
    """Join a run; joining again after withdrawing keeps the earlier progress. Twice is once."""
    if actor.user is None:
        raise PermissionDenied
    run = CourseRun.objects.select_for_update(of=("self",)).select_related("course__library").get(pk=run.pk)
    existing = Enrolment.objects.filter(run=run, user=actor.user).first()
    if existing and existing.state != EnrolmentState.WITHDRAWN:
        return existing
    if not can_enrol(actor, run, today):
        raise ValidationError(_("这个教学班现在不能选课：未开课、已过结课日期，或只对本单位开放。"))
    if existing:
        move(existing, EnrolmentState.ENROLLED, moves=ENROLMENT_MOVES, actor=actor)
        return existing
    enrolment = Enrolment.objects.create(
        run=run, user=actor.user, user_kind=actor.user.kind, organisation=actor.organisation
    )
    _note(actor, Verb.ENROLLED, run)
    return enrolment


@transaction.atomic
def withdraw(enrolment: Enrolment, *, actor: Actor) -> None:
    if actor.user is None or enrolment.user_id != actor.user.pk:
        raise PermissionDenied
    move(enrolment, EnrolmentState.WITHDRAWN, moves=ENROLMENT_MOVES, actor=actor)
    _note(actor, Verb.WITHDREW, enrolment.run)


def _note(actor: Actor, verb: Verb, run: CourseRun) -> None:
    note(
        actor,
        verb,
        kind="course-run",
        uuid=run.uuid,
        title=run.title,
        library_uuid=run.course.library.uuid,
        course_uuid=run.course.uuid,
    )
