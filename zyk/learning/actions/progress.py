from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from zyk.accounts.actor import Actor
from zyk.assessment.actions import start_attempt
from zyk.assessment.models import Assessment, Attempt
from zyk.common.moves import move
from zyk.learning.completion import standing_of
from zyk.learning.enums import ENROLMENT_MOVES, EnrolmentState
from zyk.learning.models import Enrolment, Progress, RunAttempt
from zyk.learning.rules.run import MAX_BEAT_SECONDS, can_learn
from zyk.learning.signals import run_completed
from zyk.library.models import ModuleItem
from zyk.records.statements import note
from zyk.records.verbs import Verb


@transaction.atomic
def record_heartbeat(enrolment: Enrolment, item: ModuleItem, *, actor: Actor, at: datetime) -> Progress:
    """The page is open and in front: add the time since the last beat by our own clock, at most a minute."""
    progress = _progress(enrolment, item, actor, at)
    elapsed = min(int((at - progress.last_at).total_seconds()), MAX_BEAT_SECONDS)
    if elapsed > 0:
        Progress.objects.filter(pk=progress.pk).update(seconds=F("seconds") + elapsed, last_at=at)
        progress.refresh_from_db()
    return progress


@transaction.atomic
def complete_item(enrolment: Enrolment, item: ModuleItem, *, actor: Actor, at: datetime) -> Progress:
    """The learner is through with it; noted once."""
    progress = _progress(enrolment, item, actor, at)
    if progress.completed_at is None:
        Progress.objects.filter(pk=progress.pk).update(completed_at=at, last_at=at)
        progress.refresh_from_db()
        course = enrolment.run.course
        note(
            actor,
            Verb.COMPLETED,
            kind="resource",
            uuid=item.resource.uuid,
            title=item.resource.title,
            library_uuid=course.library.uuid,
            course_uuid=course.uuid,
            duration_seconds=progress.seconds,
        )
        settle_completion(enrolment, at=at)
    return progress


@transaction.atomic
def begin_attempt(enrolment: Enrolment, assessment: Assessment, *, actor: Actor) -> Attempt:
    """Start an assessment inside a run, so that its grade counts there."""
    if not can_learn(actor, enrolment) or assessment.course_id != enrolment.run.course_id:
        raise PermissionDenied
    attempt = start_attempt(assessment, actor=actor)
    RunAttempt.objects.get_or_create(attempt=attempt, defaults={"enrolment": enrolment})
    return attempt


@transaction.atomic
def settle_completion(enrolment: Enrolment, *, at: datetime) -> bool:
    """Complete the enrolment if everything is done; tells those above once."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("run__course__library", "user")
        .get(pk=enrolment.pk)
    )
    standing = standing_of(enrolment)
    if enrolment.state != EnrolmentState.ENROLLED or not standing.is_complete(enrolment.run.pass_percent):
        return False
    learner = Actor(user=enrolment.user)
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=at, final_percent=standing.percent)
    enrolment.completed_at, enrolment.final_percent = at, standing.percent
    move(enrolment, EnrolmentState.COMPLETED, moves=ENROLMENT_MOVES, actor=learner)
    course = enrolment.run.course
    note(
        learner,
        Verb.COMPLETED,
        kind="course",
        uuid=course.uuid,
        title=course.title,
        library_uuid=course.library.uuid,
        course_uuid=course.uuid,
    )
    run_completed.send(Enrolment, enrolment=enrolment)
    return True


def _progress(enrolment: Enrolment, item: ModuleItem, actor: Actor, at: datetime) -> Progress:
    if not can_learn(actor, enrolment) or item.module.course_id != enrolment.run.course_id:
        raise PermissionDenied
    progress, _ = Progress.objects.select_for_update().get_or_create(
        enrolment=enrolment, item=item, defaults={"last_at": at}
    )
    return progress
