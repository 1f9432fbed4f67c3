import json
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, signed_in
from tests.assessment.builders import an_assessment
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.assessment.actions import grade_attempt, save_answers, start_attempt, submit_attempt
from zyk.assessment.enums import AttemptState, QuestionKind
from zyk.assessment.models import Answer, Attempt
from zyk.common.moves import NotInThisState
from zyk.records.models import Statement
from zyk.records.verbs import Verb

pytestmark = pytest.mark.django_db


def test_two_tabs_share_one_attempt() -> None:
    assessment, student = an_assessment(), a_member(Role.STUDENT)
    assert start_attempt(assessment, actor=student) == start_attempt(assessment, actor=student)


def test_attempts_are_used_up() -> None:
    assessment, student = an_assessment(attempts_allowed=1), a_member(Role.STUDENT)
    _hand_in(start_attempt(assessment, actor=student), student)
    with pytest.raises(ValidationError):
        start_attempt(assessment, actor=student)
    assert start_attempt(assessment, actor=a_member(Role.STUDENT)).number == 1


def test_objective_questions_are_graded_at_once() -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(kinds=(QuestionKind.SINGLE, QuestionKind.FILL)), actor=student)
    single, fill = attempt.assessment.items.all()
    save_answers(attempt, given={single.pk: ["B"], fill.pk: ["0.70", "x"]}, actor=student, at=timezone.now())
    done = _hand_in(attempt, student)
    assert done.state == AttemptState.GRADED
    assert (done.grade.points_hundredths, done.grade.maximum_hundredths, done.grade.is_passed) == (150, 200, True)


def test_essays_wait_for_a_teacher_who_is_not_the_learner() -> None:
    student, teacher = a_member(Role.STUDENT), a_member(Role.TEACHER)
    attempt = start_attempt(an_assessment(kinds=(QuestionKind.SINGLE, QuestionKind.ESSAY)), actor=student)
    single, essay = attempt.assessment.items.all()
    save_answers(attempt, given={essay.pk: ["先断电"]}, actor=student, at=timezone.now())
    done = _hand_in(attempt, student)
    assert done.state == AttemptState.SUBMITTED
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        grade_attempt(done, points={essay.pk: 100}, comments={}, actor=student, at=now)
    for points in ({}, {essay.pk: 101}, {essay.pk: -1}):
        with pytest.raises(ValidationError):
            grade_attempt(done, points=points, comments={}, actor=teacher, at=now)
    grade = grade_attempt(done, points={essay.pk: 100, single.pk: 100}, comments={}, actor=teacher, at=now)
    assert grade.points_hundredths == 100  # what the machine judged stays
    with pytest.raises(NotInThisState):
        grade_attempt(done, points={essay.pk: 0}, comments={}, actor=teacher, at=now)


def test_after_the_time_nothing_more_is_kept_but_it_can_be_handed_in() -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(time_limit_minutes=10), actor=student)
    item = attempt.assessment.items.get()
    save_answers(attempt, given={item.pk: ["A"]}, actor=student, at=attempt.started_at + timedelta(minutes=10))
    late = attempt.started_at + timedelta(minutes=11)
    with pytest.raises(NotInThisState):
        save_answers(attempt, given={item.pk: ["B"]}, actor=student, at=late)
    assert Answer.objects.get().given == ["A"]
    assert submit_attempt(attempt, actor=student, at=late).grade.points_hundredths == 0


def test_a_late_submission_on_the_page_leaves_out_what_came_late(client: Client) -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(time_limit_minutes=10), actor=student)
    Attempt.objects.update(started_at=timezone.now() - timedelta(minutes=20))
    signed_in(client, student)
    item = attempt.assessment.items.get()
    shown = client.get(reverse("assessment:attempt", args=[attempt.uuid])).content.decode()
    assert "截止前保存的答案都在" in shown
    client.post(reverse("assessment:submit", args=[attempt.uuid]), {f"item-{item.pk}": "B"})
    attempt.refresh_from_db()
    assert attempt.grade.points_hundredths == 0


def test_handing_in_twice_grades_once(client: Client) -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(), actor=student)
    signed_in(client, student)
    form = {f"item-{attempt.assessment.items.get().pk}": "B", "once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(reverse("assessment:submit", args=[attempt.uuid]), form).status_code == 302
    client.post(reverse("assessment:submit", args=[attempt.uuid]), form | {"once": str(uuid.uuid4())})
    attempt.refresh_from_db()
    assert attempt.grade.points_hundredths == 100


def test_answers_are_saved_while_typing(client: Client) -> None:
    student = a_member(Role.STUDENT)
    kinds = (QuestionKind.MULTIPLE, QuestionKind.FILL, QuestionKind.ESSAY)
    attempt = start_attempt(an_assessment(kinds=kinds), actor=student)
    multiple, fill, essay = attempt.assessment.items.all()
    signed_in(client, student)
    form = {f"item-{multiple.pk}": ["A", "B"], f"item-{fill.pk}-1": "mm", f"item-{essay.pk}": "<script>先断电"}
    saved = client.post(reverse("assessment:save", args=[attempt.uuid]), form).content.decode()
    assert "已保存" in saved
    assert dict(Answer.objects.values_list("item", "given")) == {
        multiple.pk: ["A", "B"],
        fill.pk: ["", "mm"],
        essay.pk: ["<script>先断电"],
    }
    shown = client.get(reverse("assessment:attempt", args=[attempt.uuid])).content.decode()
    assert "&lt;script&gt;先断电" in shown


def test_the_key_is_never_shown_before_handing_in(client: Client) -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(kinds=tuple(QuestionKind.values)), actor=student)
    signed_in(client, student)
    url = reverse("assessment:attempt", args=[attempt.uuid])
    before = client.get(url).content.decode()
    assert not [key for key in ("以最大值判定", "0.70", "断电、挂牌、验电", "正确答案", "is_right") if key in before]
    saved = client.post(reverse("assessment:save", args=[attempt.uuid]), {}).content.decode()
    assert "以最大值判定" not in saved
    _hand_in(attempt, student)
    after = client.get(url).content.decode()
    assert [key for key in ("以最大值判定", "0.70", "断电、挂牌、验电", "正确答案") if key not in after] == []


def test_an_attempt_is_open_to_its_learner_only(client: Client) -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(), actor=student)
    for stranger in (a_member(Role.STUDENT), a_member(Role.TEACHER), a_member(Role.MINISTRY_OFFICER)):
        signed_in(client, stranger)
        assert client.get(reverse("assessment:attempt", args=[attempt.uuid])).status_code == 404
        for name in ("save", "submit"):
            assert client.post(reverse(f"assessment:{name}", args=[attempt.uuid])).status_code == 404
        with pytest.raises(PermissionDenied):
            submit_attempt(attempt, actor=stranger, at=timezone.now())
    client.logout()
    assert client.get(reverse("assessment:attempt", args=[attempt.uuid])).status_code == 302


def test_the_way_back_never_leads_out(client: Client) -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(), actor=student)
    signed_in(client, student)
    url = reverse("assessment:attempt", args=[attempt.uuid])
    for bad in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        shown = client.get(url, {"next": bad}).content.decode()
        assert f'href="{bad}"' not in shown
        assert f'name="next" value="{bad}"' not in shown.split("data-attempt")[1]
    assert '<a href="/learning/"' in client.get(url, {"next": "/learning/"}).content.decode()


@pytest.mark.parametrize(
    ("kind", "verbs"),
    [
        ("exam", {Verb.PUBLISHED_EXAM, Verb.ATTEMPTED, Verb.ANSWERED, Verb.PASSED}),
        ("homework", {Verb.ASSIGNED, Verb.INITIALIZED, Verb.ANSWERED, Verb.SUBMITTED, Verb.PASSED}),
    ],
)
def test_what_was_done_is_recorded_in_the_monitored_actions(kind: str, verbs: set[Verb]) -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(kind=kind), actor=student)
    before = {Verb.of(iri) for iri in _verbs()}
    assert verbs - before == verbs - {Verb.PUBLISHED_EXAM, Verb.ATTEMPTED, Verb.ASSIGNED, Verb.INITIALIZED}
    item = attempt.assessment.items.get()
    save_answers(attempt, given={item.pk: ["B"]}, actor=student, at=timezone.now())
    _hand_in(attempt, student)
    assert verbs - {Verb.of(iri) for iri in _verbs()} == set()


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "交卷"), ("en", "Hand in")])
def test_the_paper_speaks_both_languages(client: Client, language: str, word: str) -> None:
    student = a_member(Role.STUDENT)
    attempt = start_attempt(an_assessment(kinds=tuple(QuestionKind.values), time_limit_minutes=30), actor=student)
    signed_in(client, student)
    url = reverse("assessment:attempt", args=[attempt.uuid])
    assert word in client.get(url, headers={"accept-language": language}).content.decode()
    _hand_in(attempt, student)
    assert client.get(url, headers={"accept-language": language}).status_code == 200


def _hand_in(attempt: Attempt, actor: Actor) -> Attempt:
    return submit_attempt(attempt, actor=actor, at=timezone.now())


def _verbs() -> set[str]:
    return {json.loads(bytes(row.original))["verb"]["id"] for row in Statement.objects.all()}
