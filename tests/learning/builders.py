"""Course runs and enrolments for tests of this context and those above."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.accounts.builders import a_member
from tests.library.builders import a_course
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.learning.actions import complete_item, enrol, open_run, start_run
from zyk.learning.models import CourseRun, Enrolment
from zyk.library.models import Course, ModuleItem


def a_run(course: Course | None = None, teacher: Actor | None = None, opened: bool = True, **fields: Any) -> CourseRun:
    """A public run of a published course; `teacher_of(run)` gives its teacher."""
    teacher = teacher or a_member(Role.TEACHER)
    today = timezone.localdate()
    described: dict[str, Any] = {
        "title": "2401 班",
        "opens_on": today,
        "closes_on": today + timedelta(days=90),
        "is_public": True,
    }
    run = open_run(course or a_course(), actor=teacher, **(described | fields))
    if opened:
        start_run(run, actor=teacher)
    return run


def teacher_of(run: CourseRun) -> Actor:
    membership = run.teacher.memberships.select_related("organisation").get()
    return Actor(user=run.teacher, membership=membership)


def an_enrolment(run: CourseRun | None = None, learner: Actor | None = None) -> Enrolment:
    """`learner_of(enrolment)` gives the learner."""
    return enrol(run or a_run(), actor=learner or a_member(Role.STUDENT), today=timezone.localdate())


def learner_of(enrolment: Enrolment) -> Actor:
    return Actor(user=enrolment.user, membership=enrolment.user.memberships.select_related("organisation").first())


def items_of(run: CourseRun) -> list[ModuleItem]:
    return list(ModuleItem.objects.filter(module__course=run.course).order_by("module__position", "position", "id"))


def complete_items(enrolment: Enrolment) -> None:
    for item in items_of(enrolment.run):
        complete_item(enrolment, item, actor=learner_of(enrolment), at=timezone.now())
