"""A course run of the demonstration: learners of all kinds enrol, read, answer; one of them hurries like a script."""

from datetime import timedelta

from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.assessment.actions import save_answers, submit_attempt
from zyk.assessment.models import Assessment
from zyk.learning.actions import begin_attempt, complete_item, enrol, open_run, record_heartbeat, start_run
from zyk.learning.models import CourseRun, Enrolment
from zyk.library.models import Course, ModuleItem
from zyk.records.statements import note
from zyk.records.verbs import Verb
from zyk.site.demo.people import acting

HURRIED_VIEWS = 45


def teach(course: Course) -> CourseRun:
    """Open a public run; one learner completes it, others are on their way, one only clicks."""
    teacher = acting("yanshi-jiaoshi")
    today = timezone.localdate()
    run = open_run(
        course,
        title=f"演示班：{course.title}",
        opens_on=today - timedelta(days=7),
        closes_on=today + timedelta(days=120),
        is_public=True,
        actor=teacher,
    )
    start_run(run, actor=teacher)
    _complete(_enrolled(run, acting("yanshi-xuesheng2")), acting("yanshi-xuesheng2"), right=5)
    _read(_enrolled(run, acting("yanshi-qiye", Role.EMPLOYEE)), acting("yanshi-qiye", Role.EMPLOYEE), items=4)
    _read(_enrolled(run, acting("yanshi-shehui")), acting("yanshi-shehui"), items=2)
    hurried = acting("yanshi-xuesheng3")
    _enrolled(run, hurried)
    _hurry(course, hurried)
    return run


def _enrolled(run: CourseRun, learner: Actor) -> Enrolment:
    return enrol(run, actor=learner, today=timezone.localdate())


def _items(course: Course) -> list[ModuleItem]:
    items = ModuleItem.objects.filter(module__course=course).select_related("resource", "module")
    return list(items.order_by("module__position", "position"))


def _open(enrolment: Enrolment, item: ModuleItem, learner: Actor) -> None:
    course = enrolment.run.course
    note(
        learner,
        Verb.VIEWED,
        kind="resource",
        uuid=item.resource.uuid,
        title=item.resource.title,
        library_uuid=course.library.uuid,
        course_uuid=course.uuid,
    )
    record_heartbeat(enrolment, item, actor=learner, at=timezone.now())


def _read(enrolment: Enrolment, learner: Actor, *, items: int) -> None:
    for item in _items(enrolment.run.course)[:items]:
        _open(enrolment, item, learner)
        complete_item(enrolment, item, actor=learner, at=timezone.now())


def _complete(enrolment: Enrolment, learner: Actor, *, right: int) -> None:
    _read(enrolment, learner, items=100)
    quiz = Assessment.objects.get(course=enrolment.run.course)
    attempt = begin_attempt(enrolment, quiz, actor=learner)
    questions = list(quiz.items.select_related("question").order_by("position"))
    given = {item.pk: list(item.question.answer) for item in questions[:right]}
    save_answers(attempt, given=given, actor=learner, at=timezone.now())
    submit_attempt(attempt, actor=learner, at=timezone.now())


def _hurry(course: Course, learner: Actor) -> None:
    """Opens pages faster than anybody reads: counted raw, not counted as credible."""
    items = _items(course)
    for number in range(HURRIED_VIEWS):
        item = items[number % len(items)]
        note(
            learner,
            Verb.VIEWED,
            kind="resource",
            uuid=item.resource.uuid,
            title=item.resource.title,
            library_uuid=course.library.uuid,
            course_uuid=course.uuid,
        )
