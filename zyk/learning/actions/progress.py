from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.assessment.actions import grade_attempt, start_attempt
from zyk.assessment.models import Assessment, Attempt, Grade
from zyk.common.moves import move
from zyk.learning.completion import standing_of
from zyk.learning.enums import ENROLMENT_MOVES, EnrolmentState
from zyk.learning.models import CourseRun, Enrolment, Note, Progress, RunAttempt
from zyk.learning.rules.run import MAX_BEAT_SECONDS, can_learn, can_teach
from zyk.learning.signals import run_completed
from zyk.library.models import ModuleItem
from zyk.records.statements import note
from zyk.records.verbs import Verb


@transaction.atomic
def open_item(
    enrolment: Enrolment, item: ModuleItem, *, actor: Actor, at: datetime, viewing: UUID | None = None
) -> Progress:
    """The learner opens an item: its time counts from now, and the viewing is noted."""
    progress = _progress(enrolment, item, actor, at)
    Progress.objects.filter(pk=progress.pk).update(last_at=at)
    course = enrolment.run.course
    note(
        actor,
        Verb.VIEWED,
        kind="resource",
        uuid=item.resource.uuid,
        title=item.resource.title,
        library_uuid=course.library.uuid,
        course_uuid=course.uuid,
        registration=viewing,
    )
    return progress


@transaction.atomic
def record_heartbeat(
    enrolment: Enrolment, item: ModuleItem, *, actor: Actor, at: datetime, begins: bool = False
) -> Progress:
    """The page is open and in front: add the time since the learner's last beat in this run by our own clock,
    at most a minute. Two pages side by side count once; `begins`: the page had paused until now."""
    progress = _progress(enrolment, item, actor, at)
    last = Progress.objects.filter(enrolment=enrolment).aggregate(last=Max("last_at"))["last"]
    elapsed = min(int((at - last).total_seconds()), MAX_BEAT_SECONDS)
    if elapsed > 0 and begins:
        Progress.objects.filter(pk=progress.pk).update(last_at=at)
    elif elapsed > 0:
        Progress.objects.filter(pk=progress.pk).update(seconds=F("seconds") + elapsed, last_at=at)
        progress.refresh_from_db()
    return progress


@transaction.atomic
def complete_item(enrolment: Enrolment, item: ModuleItem, *, actor: Actor, at: datetime) -> Progress:
    """The learner is through with it; noted once."""
    progress = _progress(enrolment, item, actor, at)
    if progress.completed_at is None:
        Progress.objects.filter(pk=progress.pk).update(completed_at=at)
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
    here = Attempt.objects.filter(in_run__enrolment=enrolment)
    attempt = start_attempt(assessment, actor=actor, counted=here)
    in_run, _ = RunAttempt.objects.get_or_create(attempt=attempt, defaults={"enrolment": enrolment})
    if in_run.enrolment_id != enrolment.pk:
        raise ValidationError(gettext("你在另一个教学班里有一份没有交的作答，请先交卷。"))
    return attempt


@transaction.atomic
def grade_in_run(
    attempt: Attempt, *, points: Mapping[int, int], comments: Mapping[int, str], actor: Actor, at: datetime
) -> Grade:
    """The teacher of the run marks what waits in an attempt made there; the learner is told."""
    run = CourseRun.objects.get(enrolments__attempts__attempt=attempt)
    if not can_teach(actor, run):
        raise PermissionDenied
    grade = grade_attempt(attempt, points=points, comments=comments, actor=actor, at=at)
    notify(
        [attempt.user],
        text=f"“{attempt.assessment}”已批改，可以查看成绩和评语。",
        english_text=f"“{attempt.assessment}” has been marked; you can see the result and the comments.",
        url=reverse("assessment:attempt", args=[attempt.uuid]) + f"?next={reverse('learning:run', args=[run.uuid])}",
    )
    return grade


@transaction.atomic
def save_note(enrolment: Enrolment, item: ModuleItem, *, text: str, actor: Actor) -> Note:
    """Keep what the learner writes down beside an item."""
    if not can_learn(actor, enrolment) or item.module.course_id != enrolment.run.course_id:
        raise PermissionDenied
    note_row, _ = Note.objects.update_or_create(enrolment=enrolment, item=item, defaults={"text": text[:10_000]})
    return note_row


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
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    progress, _ = Progress.objects.get_or_create(enrolment=enrolment, item=item, defaults={"last_at": at})
    return progress
