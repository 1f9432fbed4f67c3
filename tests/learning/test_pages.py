import io
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.accounts.builders import a_member, signed_in
from tests.assessment.builders import an_assessment
from tests.learning.builders import a_run, an_enrolment, complete_items, items_of, learner_of, teacher_of
from tests.library.builders import a_course, a_library, a_resource, leader_of
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Attempt
from zyk.learning.actions import begin_attempt, close_run
from zyk.learning.models import CourseRun, Enrolment, Note, Progress
from zyk.library.actions import add_item, add_module, create_course, publish_course

pytestmark = pytest.mark.django_db


def test_a_teacher_plans_opens_and_closes_a_run(client: Client) -> None:
    course, teacher = a_course(), a_member(Role.TEACHER)
    signed_in(client, teacher)
    assert client.get(reverse("learning:new_run"), {"course": str(course.uuid)}).status_code == 200
    form: dict[str, Any] = {"course": course.pk, "title": "2401 班", "opens_on": "2026-09-01", "pass_percent": 60}
    shown = client.post(reverse("learning:new_run"), form | {"closes_on": "2026-08-01"}).content.decode()
    assert "结课日期不能早于开课日期" in shown
    form |= {"closes_on": "2099-01-20", "is_public": "on", "once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(reverse("learning:new_run"), form).status_code == 302
    run = CourseRun.objects.get()
    for name, state in (("start_run", "open"), ("close_run", "closed"), ("start_run", "open")):
        client.post(reverse(f"learning:{name}", args=[run.uuid]))
        run.refresh_from_db()
        assert run.state == state
    assert "2401 班" in client.get(reverse("learning:runs")).content.decode()


def test_a_learner_goes_from_the_catalogue_to_the_end(client: Client) -> None:
    course = a_course(modules=(1, 1))
    assessment = an_assessment(course)
    run = a_run(course)
    learner = a_member(Role.PUBLIC_LEARNER)
    assert course.title in client.get(reverse("learning:catalogue")).content.decode()
    assert client.get(reverse("learning:run", args=[run.uuid])).status_code == 200
    signed_in(client, learner)
    client.post(reverse("learning:enrol", args=[run.uuid]))
    enrolment = Enrolment.objects.get()
    first, second = items_of(run)
    assert "接着学" in client.get(reverse("learning:my_courses")).content.decode()
    lesson = client.get(reverse("learning:lesson", args=[enrolment.uuid, first.uuid])).content.decode()
    assert "制动器间隙的测量与调整" in lesson
    form = {"once": str(uuid.uuid4())}
    for _ in range(2):
        answer = client.post(reverse("learning:complete", args=[enrolment.uuid, first.uuid]), form)
        assert answer["Location"] == reverse("learning:lesson", args=[enrolment.uuid, second.uuid])
    answer = client.post(reverse("learning:complete", args=[enrolment.uuid, second.uuid]))
    assert answer["Location"].startswith(reverse("learning:run", args=[run.uuid]))
    assert "去测评" in client.get(reverse("learning:my_courses")).content.decode()
    for _ in range(2):
        answer = client.post(reverse("learning:begin", args=[enrolment.uuid, assessment.uuid]))
    attempt = Attempt.objects.get()
    assert client.get(answer["Location"]).status_code == 200
    client.post(reverse("assessment:submit", args=[attempt.uuid]), {f"item-{assessment.items.get().pk}": "B"})
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.final_percent) == ("completed", 100)
    shown = client.get(reverse("learning:run", args=[run.uuid])).content.decode()
    assert "总评 100%" in shown
    assert "已完成" in client.get(reverse("learning:my_courses")).content.decode()


def test_the_claims_of_a_heartbeat_are_not_believed(client: Client) -> None:
    enrolment = an_enrolment()
    item = items_of(enrolment.run)[0]
    signed_in(client, learner_of(enrolment))
    viewing = client.get(reverse("learning:lesson", args=[enrolment.uuid, item.uuid])).context["viewing"]
    url = reverse("learning:beat", args=[enrolment.uuid, item.uuid])
    said = {"token": viewing.token, "position": "0.5", "seconds": 3600, "at": "2020-01-01"}
    for sequence in range(1, 4):
        assert client.post(url, said | {"sequence": sequence}).json()["seconds"] <= 1
    assert client.post(url, {"sequence": 4}).status_code == 400
    close_run(enrolment.run, actor=teacher_of(enrolment.run))
    assert client.post(url).status_code == 409


def test_a_note_is_kept_with_and_without_script(client: Client) -> None:
    enrolment = an_enrolment()
    item = items_of(enrolment.run)[0]
    signed_in(client, learner_of(enrolment))
    url = reverse("learning:note", args=[enrolment.uuid, item.uuid])
    assert "已保存" in client.post(url, {"text": "塞尺要垂直"}, headers={"HX-Request": "true"}).content.decode()
    assert client.post(url, {"text": "塞尺要垂直进"}).status_code == 302
    assert Note.objects.get().text == "塞尺要垂直进"
    lesson = client.get(reverse("learning:lesson", args=[enrolment.uuid, item.uuid])).content.decode()
    assert "塞尺要垂直进" in lesson


def test_a_video_with_its_file_is_shown_in_the_lesson(client: Client) -> None:
    library = a_library()
    course = _course_with_video(library)
    enrolment = an_enrolment(a_run(course))
    signed_in(client, learner_of(enrolment))
    item = items_of(enrolment.run)[0]
    lesson = client.get(reverse("learning:lesson", args=[enrolment.uuid, item.uuid])).content.decode()
    assert "<video" in lesson


def test_essays_are_marked_by_the_teacher_of_the_run(client: Client) -> None:
    course = a_course()
    assessment = an_assessment(course, kinds=(QuestionKind.ESSAY,))
    enrolment = an_enrolment(a_run(course))
    learner = learner_of(enrolment)
    attempt = begin_attempt(enrolment, assessment, actor=learner)
    signed_in(client, learner)
    essay = assessment.items.get()
    client.post(reverse("assessment:submit", args=[attempt.uuid]), {f"item-{essay.pk}": "先断电再挂牌"})
    url = reverse("learning:grading", args=[attempt.uuid])
    assert client.get(url).status_code == 404
    signed_in(client, a_member(Role.TEACHER))
    assert client.get(url).status_code == 404
    assert client.post(url, {f"points-{essay.pk}": "1"}).status_code == 404
    signed_in(client, teacher_of(enrolment.run))
    assert assessment.title in client.get(reverse("learning:waiting")).content.decode()
    assert "先断电再挂牌" in client.get(url).content.decode()
    refused = client.post(url, {f"points-{essay.pk}": "9", f"comment-{essay.pk}": "要点齐全"}).content.decode()
    assert "请给出 0 到满分之间的分数" in refused
    assert "要点齐全" in refused
    assert client.post(url, {f"points-{essay.pk}": "0.8", f"comment-{essay.pk}": "要点齐全"}).status_code == 302
    signed_in(client, learner)
    assert "要点齐全" in client.get(reverse("assessment:attempt", args=[attempt.uuid])).content.decode()


def test_the_roster_and_the_path_are_the_teachers_only(client: Client) -> None:
    enrolment = an_enrolment()
    run = enrolment.run
    complete_items(enrolment)
    urls = [
        reverse("learning:teaching", args=[run.uuid]),
        reverse("learning:export", args=[run.uuid]),
        reverse("learning:learner", args=[enrolment.uuid]),
    ]
    for stranger in _strangers(run):
        signed_in(client, stranger)
        assert [client.get(url).status_code for url in urls] == [404] * 3
        for name in ("start_run", "close_run"):
            assert client.post(reverse(f"learning:{name}", args=[run.uuid])).status_code == 404
    signed_in(client, teacher_of(run))
    assert [client.get(url).status_code for url in urls] == [200] * 3
    book = load_workbook(io.BytesIO(client.get(urls[1]).content))
    row = [cell.value for cell in book.worksheets[0][2]]
    assert (row[0], row[5], row[6]) == (enrolment.user.name, 3, 3)


def test_a_lesson_is_its_learners_only(client: Client) -> None:
    enrolment = an_enrolment()
    item = items_of(enrolment.run)[0]
    args = [enrolment.uuid, item.uuid]
    for stranger in [*_strangers(enrolment.run), teacher_of(enrolment.run)]:
        signed_in(client, stranger)
        assert client.get(reverse("learning:lesson", args=args)).status_code == 404
        for name in ("beat", "complete", "note"):
            assert client.post(reverse(f"learning:{name}", args=args)).status_code == 404
        assert client.post(reverse("learning:withdraw", args=[enrolment.uuid])).status_code == 404
    assert Progress.objects.count() == 0
    client.logout()
    assert client.get(reverse("learning:lesson", args=args)).status_code == 302


def test_a_run_of_another_unit_or_still_planned_does_not_exist(client: Client) -> None:
    hidden, planned = a_run(is_public=False), a_run(opened=False)
    for actor in (a_member(Role.STUDENT), a_member(Role.PUBLIC_LEARNER)):
        signed_in(client, actor)
        for run in (hidden, planned):
            assert client.get(reverse("learning:run", args=[run.uuid])).status_code == 404
            assert client.post(reverse("learning:enrol", args=[run.uuid])).status_code == 404
    shown = client.get(reverse("learning:catalogue")).content.decode()
    assert hidden.course.title not in shown


def test_the_runs_of_a_course_are_listed_and_a_teacher_may_open_one(client: Client) -> None:
    run = a_run()
    url = reverse("learning:course_runs", args=[run.course.uuid])
    assert "用这门课开班" not in client.get(url).content.decode()
    signed_in(client, a_member(Role.TEACHER))
    shown = client.get(url).content.decode()
    assert "用这门课开班" in shown
    assert reverse("learning:run", args=[run.uuid]) in shown
    draft = a_course(published=False)
    assert client.get(reverse("learning:course_runs", args=[draft.uuid])).status_code == 404


def test_leaving_takes_the_course_off_the_list(client: Client) -> None:
    enrolment = an_enrolment()
    signed_in(client, learner_of(enrolment))
    client.post(reverse("learning:withdraw", args=[enrolment.uuid]))
    assert enrolment.run.course.title not in client.get(reverse("learning:my_courses")).content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("我的笔记", "还差多少", "名单与进度")),
        ("en", ("My notes", "What is missing", "Roster and progress")),
    ],
)
def test_the_pages_speak_both_languages(client: Client, language: str, words: tuple[str, str, str]) -> None:
    course = a_course()
    an_assessment(course)
    enrolment = an_enrolment(a_run(course))
    headers = {"accept-language": language}
    signed_in(client, learner_of(enrolment))
    lesson = client.get(
        reverse("learning:lesson", args=[enrolment.uuid, items_of(enrolment.run)[0].uuid]), headers=headers
    ).content.decode()
    assert words[0] in lesson
    assert words[1] in client.get(reverse("learning:run", args=[enrolment.run.uuid]), headers=headers).content.decode()
    signed_in(client, teacher_of(enrolment.run))
    shown = client.get(reverse("learning:teaching", args=[enrolment.run.uuid]), headers=headers).content.decode()
    assert words[2] in shown


def test_a_roster_of_many_costs_no_more_queries_than_one(client: Client) -> None:
    course = a_course()
    an_assessment(course)
    run = a_run(course)
    an_enrolment(run)
    signed_in(client, teacher_of(run))
    url = reverse("learning:teaching", args=[run.uuid])
    client.get(url)
    count = _queries(client, url)
    for _ in range(12):
        an_enrolment(run)
    assert _queries(client, url) == count


def test_many_courses_cost_no_more_queries_than_one(client: Client) -> None:
    learner = a_member(Role.STUDENT)
    library = a_library()
    an_enrolment(a_run(a_course(library)), learner)
    signed_in(client, learner)
    url = reverse("learning:my_courses")
    client.get(url)
    count = _queries(client, url)
    for _ in range(4):
        course = a_course(library, modules=(1,))
        an_enrolment(a_run(course), learner)
    assert _queries(client, url) == count


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def _strangers(run: CourseRun) -> list[Actor]:
    return [
        a_member(Role.TEACHER, run.organisation),
        a_member(Role.STUDENT),
        a_member(Role.PUBLIC_LEARNER),
        a_member(Role.MINISTRY_OFFICER),
    ]


def _course_with_video(library: Any) -> Any:
    leader = leader_of(library)
    course = create_course(library=library, title="视频课", actor=leader)
    module = add_module(course, title="模块", actor=leader)
    add_item(module, a_resource(library, file=True, sample="clip.mp4"), actor=leader)
    return publish_course(course, actor=leader)
