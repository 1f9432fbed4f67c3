"""Enrol → learn → quiz → graded → completed, and the news of it once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.accounts.builders import a_member
from tests.assessment.builders import an_assessment
from tests.learning.builders import a_run, an_enrolment, complete_items, items_of, learner_of, teacher_of
from tests.library.builders import a_course, leader_of
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.assessment.actions import save_answers, submit_attempt
from zyk.assessment.enums import AttemptState, QuestionKind
from zyk.learning.actions import (
    begin_attempt,
    close_run,
    complete_item,
    enrol,
    grade_in_run,
    open_item,
    open_run,
    record_heartbeat,
    start_run,
    withdraw,
)
from zyk.learning.completion import standing_of
from zyk.learning.enums import EnrolmentState
from zyk.learning.models import Enrolment, Progress
from zyk.learning.signals import run_completed
from zyk.library.actions import derive_course, publish_course, withdraw_resource

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def news() -> Iterator[list[Enrolment]]:
    heard: list[Enrolment] = []

    def hear(enrolment: Enrolment, **_: object) -> None:
        heard.append(enrolment)

    run_completed.connect(hear)
    yield heard
    run_completed.disconnect(hear)


def test_who_learns_everything_and_passes_completes_the_run_once(news: list[Enrolment]) -> None:
    course = a_course()
    assessment = an_assessment(course, kinds=(QuestionKind.SINGLE, QuestionKind.ESSAY))
    run = a_run(course)
    enrolment = an_enrolment(run)
    learner, teacher = learner_of(enrolment), teacher_of(run)
    complete_items(enrolment)
    complete_items(enrolment)
    assert news == []

    attempt = begin_attempt(enrolment, assessment, actor=learner)
    single, essay = assessment.items.all()
    given = {single.pk: ["B"], essay.pk: ["断电"]}
    save_answers(attempt, given=given, actor=learner, at=NOW)
    attempt = submit_attempt(attempt, actor=learner, at=NOW)
    assert (attempt.state, news) == (AttemptState.SUBMITTED, [])

    with pytest.raises(PermissionDenied):
        grade_in_run(attempt, points={essay.pk: 80}, comments={}, actor=a_member(Role.TEACHER), at=NOW)
    grade_in_run(attempt, points={essay.pk: 80}, comments={essay.pk: "好"}, actor=teacher, at=NOW)
    assert [each.pk for each in news] == [enrolment.pk]
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.final_percent) == (EnrolmentState.COMPLETED, 90)
    assert Notification.objects.filter(recipient=enrolment.user).count() == 1

    again = begin_attempt(enrolment, assessment, actor=learner)
    save_answers(again, given={single.pk: ["B"]}, actor=learner, at=NOW)
    again = submit_attempt(again, actor=learner, at=NOW)
    grade_in_run(again, points={essay.pk: 100}, comments={}, actor=teacher, at=NOW)
    assert len(news) == 1


def test_a_failed_assessment_keeps_the_run_open_until_a_better_attempt(news: list[Enrolment]) -> None:
    course = a_course()
    assessment = an_assessment(course)
    enrolment = an_enrolment(a_run(course))
    learner, item = learner_of(enrolment), assessment.items.get()
    complete_items(enrolment)
    for answer in ("A", "B"):
        assert news == []
        attempt = begin_attempt(enrolment, assessment, actor=learner)
        save_answers(attempt, given={item.pk: [answer]}, actor=learner, at=NOW)
        submit_attempt(attempt, actor=learner, at=NOW)
    assert [each.final_percent for each in news] == [100]


def test_a_standing_says_what_is_missing_and_optional_items_do_not_count() -> None:
    course = a_course(modules=(2, 1))
    an_assessment(course)
    enrolment = an_enrolment(a_run(course))
    first, second, third = items_of(enrolment.run)
    type(second).objects.filter(pk=second.pk).update(is_required=False)
    complete_item(enrolment, first, actor=learner_of(enrolment), at=NOW)
    complete_item(enrolment, second, actor=learner_of(enrolment), at=NOW)
    standing = standing_of(enrolment)
    assert (standing.items_done, standing.items_required, standing.assessments_missing) == (1, 2, 1)
    assert (standing.progress_percent, standing.percent) == (33, 0)
    withdraw_resource(third.resource, reason="过时", actor=leader_of(course.library))
    assert standing_of(enrolment).items_required == 1


def test_a_heartbeat_counts_a_minute_at_most_and_by_our_clock() -> None:
    enrolment = an_enrolment()
    learner, item = learner_of(enrolment), items_of(enrolment.run)[0]
    open_item(enrolment, item, actor=learner, at=NOW)
    for seconds, counted in ((20, 20), (40, 40), (3600, 100), (3600, 100), (3590, 100)):
        at = NOW + timedelta(seconds=seconds)
        assert record_heartbeat(enrolment, item, actor=learner, at=at).seconds == counted


def test_coming_back_later_does_not_count_the_time_between() -> None:
    enrolment = an_enrolment()
    learner, item = learner_of(enrolment), items_of(enrolment.run)[0]
    open_item(enrolment, item, actor=learner, at=NOW)
    tomorrow = NOW + timedelta(days=1)
    open_item(enrolment, item, actor=learner, at=tomorrow)
    beat = record_heartbeat(enrolment, item, actor=learner, at=tomorrow + timedelta(seconds=20))
    assert beat.seconds == 20


def test_two_pages_side_by_side_count_once() -> None:
    enrolment = an_enrolment()
    learner = learner_of(enrolment)
    one, other = items_of(enrolment.run)[:2]
    open_item(enrolment, one, actor=learner, at=NOW)
    open_item(enrolment, other, actor=learner, at=NOW)
    for second in range(10, 70, 10):
        record_heartbeat(enrolment, one, actor=learner, at=NOW + timedelta(seconds=second))
        record_heartbeat(enrolment, other, actor=learner, at=NOW + timedelta(seconds=second))
    assert sum(Progress.objects.values_list("seconds", flat=True)) == 60


def test_nobody_learns_for_another_nor_in_a_foreign_course_nor_after_closing() -> None:
    enrolment, foreign = an_enrolment(), an_enrolment()
    item = items_of(enrolment.run)[0]
    for act in (record_heartbeat, complete_item, open_item):
        with pytest.raises(PermissionDenied):
            act(enrolment, item, actor=learner_of(foreign), at=NOW)
        with pytest.raises(PermissionDenied):
            act(enrolment, items_of(foreign.run)[0], actor=learner_of(enrolment), at=NOW)
    close_run(enrolment.run, actor=teacher_of(enrolment.run))
    enrolment.refresh_from_db()
    with pytest.raises(PermissionDenied):
        complete_item(enrolment, item, actor=learner_of(enrolment), at=NOW)
    with pytest.raises(PermissionDenied):
        begin_attempt(enrolment, an_assessment(enrolment.run.course), actor=learner_of(enrolment))


def test_who_repeats_a_course_has_new_attempts_but_one_at_a_time() -> None:
    course = a_course()
    assessment = an_assessment(course, attempts_allowed=1)
    first = an_enrolment(a_run(course))
    learner = learner_of(first)
    second = an_enrolment(a_run(course, title="2402 班"), learner)
    attempt = begin_attempt(first, assessment, actor=learner)
    with pytest.raises(ValidationError):
        begin_attempt(second, assessment, actor=learner)
    submit_attempt(attempt, actor=learner, at=NOW)
    with pytest.raises(ValidationError):
        begin_attempt(first, assessment, actor=learner)
    assert begin_attempt(second, assessment, actor=learner).number == 2


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER, Role.EMPLOYEE, Role.PUBLIC_LEARNER])
def test_all_four_kinds_of_people_join_a_public_run(role: str) -> None:
    learner = a_member(role)
    enrolment = an_enrolment(a_run(), learner)
    assert enrolment.user_kind == learner.user.kind  # type: ignore[union-attr]
    assert enrol(enrolment.run, actor=learner, today=timezone.localdate()) == enrolment


def test_a_run_of_the_unit_is_for_its_members_and_never_for_the_teacher() -> None:
    run = a_run(is_public=False)
    today = timezone.localdate()
    for stranger in (a_member(Role.STUDENT), a_member(Role.PUBLIC_LEARNER), teacher_of(run)):
        with pytest.raises(ValidationError):
            enrol(run, actor=stranger, today=today)
    classmate = a_member(Role.STUDENT, run.organisation)
    assert enrol(run, actor=classmate, today=today).organisation == run.organisation
    with pytest.raises(ValidationError):
        enrol(run, actor=a_member(Role.STUDENT, run.organisation), today=run.closes_on + timedelta(days=1))


def test_who_comes_back_after_leaving_keeps_his_progress() -> None:
    enrolment = an_enrolment()
    learner = learner_of(enrolment)
    complete_item(enrolment, items_of(enrolment.run)[0], actor=learner, at=NOW)
    withdraw(enrolment, actor=learner)
    enrolment = enrol(enrolment.run, actor=learner, today=timezone.localdate())
    assert (enrolment.state, standing_of(enrolment).items_done) == (EnrolmentState.ENROLLED, 1)


def test_a_run_is_opened_for_published_courses_and_own_ones_only() -> None:
    teacher, course = a_member(Role.TEACHER), a_course()
    own = derive_course(course, actor=teacher)
    dates = {"title": "班", "opens_on": NOW.date(), "closes_on": NOW.date(), "is_public": False}
    for opener, wrong in (
        (teacher, a_course(published=False)),
        (a_member(Role.TEACHER), publish_course(own, actor=teacher)),
        (a_member(Role.STUDENT), course),
    ):
        with pytest.raises(PermissionDenied):
            open_run(wrong, actor=opener, **dates)  # type: ignore[arg-type]
    assert open_run(own, actor=teacher, **dates).course == own  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        open_run(course, actor=teacher, **dates | {"closes_on": NOW.date() - timedelta(days=1)})  # type: ignore[arg-type]


def test_only_the_teacher_starts_and_closes_his_run() -> None:
    run = a_run(opened=False)
    with pytest.raises(PermissionDenied):
        start_run(run, actor=a_member(Role.TEACHER))
    start_run(run, actor=teacher_of(run))
    with pytest.raises(PermissionDenied):
        close_run(run, actor=a_member(Role.TEACHER))
