from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import signed_in
from tests.known import rows_in
from tests.projects.project.builders import a_budget, a_participant, a_project, a_task_book, people_of, strangers
from zyk.accounts.actor import Actor
from zyk.accounts.models import Notification
from zyk.projects.actions.project_state import hold_project, resume_project, terminate_project
from zyk.projects.enums import BudgetScope, ProjectState, TaskBookState, TaskState
from zyk.projects.models import Project, Task
from zyk.projects.queries.project_budget import budget_tables
from zyk.projects.queries.task_book import newest_task_book
from zyk.projects.queries.to_do import to_do

pytestmark = pytest.mark.django_db
LIST = "/projects/"


def acts(project: Project, actor: Actor, **found: Any) -> list[str]:
    tasks = list(found.get("tasks", []))
    book = newest_task_book(project)
    return [
        act.title for act in to_do(project, actor, timezone.localdate(), task_book=book, tasks=tasks, acceptance=None)
    ]


def test_each_finds_the_projects_that_are_his(client: Client) -> None:
    project = a_project()
    people = people_of(project)
    for actor in [people.editor, people.province, people.ministry, a_participant(project)]:
        assert project.code in signed_in(client, actor).get(LIST).content.decode()
    for actor in strangers()[:4]:
        page = signed_in(client, actor).get(LIST)
        assert (page.status_code, project.code in page.content.decode()) == (200, False)


def test_the_list_filters_by_text_state_year_and_province(client: Client) -> None:
    project, other = a_project(), a_project(state=ProjectState.BUILDING)
    signed_in(client, people_of(project).ministry)
    for query, found in [
        ({"q": project.code}, True),
        ({"q": other.library.name}, False),
        ({"state": "building"}, False),
        ({"year": str(project.year)}, True),
        ({"year": "1999"}, False),
        ({"province": "320000"}, True),
        ({"province": "330000"}, False),
    ]:
        assert (project.code in client.get(LIST, query).content.decode()) == found, query


def test_the_list_is_exported_as_filtered(client: Client) -> None:
    project = a_project()
    a_project(state=ProjectState.BUILDING)
    answer = signed_in(client, people_of(project).ministry).get(f"{LIST}export/", {"state": "task-book"})

    rows = rows_in(answer.content)

    assert [row[0] for row in rows[1:]] == [project.code]
    assert rows[1][5] == "50.00"


def test_the_list_costs_the_same_for_one_project_and_for_ten(client: Client) -> None:
    signed_in(client, people_of(a_project()).ministry)
    client.get(LIST)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(LIST)
        return len(queries)

    first = cost()
    for _each in range(9):
        a_project()
    assert cost() == first


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "现在要做"), ("en", "What to do now")])
def test_the_workbench_speaks_both_languages(client: Client, language: str, word: str) -> None:
    project = a_project(state=ProjectState.BUILDING)
    a_task_book(project)
    people = people_of(project)
    for actor in [people.editor, people.lead, people.finance, people.province, people.ministry]:
        signed_in(client, actor)
        page = client.get(reverse("projects:project", args=[project.uuid]), headers={"accept-language": language})
        assert (page.status_code, word in page.content.decode()) == (200, True)


def test_the_workbench_costs_the_same_for_two_tasks_and_for_twenty(client: Client) -> None:
    project = a_project(state=ProjectState.BUILDING)
    book = a_task_book(project, tasks=2)
    url = reverse("projects:project", args=[project.uuid])
    signed_in(client, people_of(project).editor)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for place in range(3, 21):
        Task.objects.create(
            task_book=book,
            position=place,
            title=f"又一任务{place}",
            target="1",
            due_on=timezone.localdate(),
            deliverable="成果",
            responsible=project.lead_host,
        )
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_what_to_do_follows_the_task_book_from_hand_to_hand() -> None:
    project = a_project(approved_on=timezone.localdate())
    people = people_of(project)
    everybody = {"editor": people.editor, "lead": people.lead, "province": people.province, "ministry": people.ministry}

    def now() -> dict[str, list[str]]:
        return {name: acts(project, actor) for name, actor in everybody.items()}

    assert now() == {"editor": ["编制任务书"], "lead": ["编制任务书"], "province": [], "ministry": []}
    book = a_task_book(project, state=TaskBookState.DRAFT)
    assert now()["lead"] == ["完善并提交任务书"]
    type(book).objects.update(state=TaskBookState.SUBMITTED)
    assert (now()["province"], now()["ministry"]) == (["审核任务书"], [])
    type(book).objects.update(state=TaskBookState.PROVINCE_AGREED)
    assert (now()["province"], now()["ministry"]) == ([], ["确认任务书"])


def test_the_editor_is_told_why_he_cannot_submit() -> None:
    project = a_project(approved_on=timezone.localdate())
    editor = people_of(project).editor
    book = a_task_book(project, state=TaskBookState.DRAFT)

    act = to_do(project, editor, timezone.localdate(), task_book=book, tasks=[], acceptance=None)[0]

    assert "项目负责人" in act.why_not


def test_a_task_near_or_past_its_day_waits_for_the_host_and_a_done_one_for_the_province() -> None:
    project = a_project(state=ProjectState.BUILDING, approved_on=timezone.localdate())
    people = people_of(project)
    book = a_task_book(project, tasks=2)
    late, done = book.tasks.all()
    late.due_on, done.state = timezone.localdate() - timedelta(days=1), TaskState.DONE
    tasks = [late, done]

    assert acts(project, people.editor, tasks=tasks) == ["演示任务1"]
    assert acts(project, people.province, tasks=tasks) == ["核实 1 项已完成的任务"]


def test_the_three_budgets_are_shown_as_tables(client: Client) -> None:
    project = a_project()
    a_budget(project.application, BudgetScope.YEAR_1)

    whole, first_year = budget_tables(project)
    page = signed_in(client, people_of(project).finance).get(reverse("projects:project_budget", args=[project.uuid]))

    assert [table.budget.scope for table in (whole, first_year)] == [BudgetScope.TOTAL, BudgetScope.YEAR_1]
    assert (whole.total, whole.raised) == (100_000_000, 50_000_000)
    assert [str(share) for share in whole.shares] == ["0.5", "0", "0", "0.5"]
    assert "100.00" in page.content.decode()


def test_the_ministry_holds_resumes_and_ends_a_project_with_its_reason(client: Client) -> None:
    project = a_project(state=ProjectState.BUILDING)
    a_task_book(project)
    people = people_of(project)
    page, act = (reverse(f"projects:{name}", args=[project.uuid]) for name in ("project", "project_state"))
    for other in (people.lead, people.province, *strangers()):
        assert signed_in(client, other).post(act, {"act": "hold", "why": "x"}).status_code == 404
    signed_in(client, people.ministry)
    steps = [
        ("hold", "", ProjectState.BUILDING),
        ("resume", "没有暂停", ProjectState.BUILDING),
        ("hold", "资金待核查", ProjectState.ON_HOLD),
        ("hold", "再一次", ProjectState.ON_HOLD),
        ("resume", "核查完毕", ProjectState.BUILDING),
        ("hold", "单位合并", ProjectState.ON_HOLD),
        ("terminate", "单位不再存在", ProjectState.TERMINATED),
        ("resume", "晚了", ProjectState.TERMINATED),
    ]
    for name, why, state in steps:
        client.post(act, {"act": name, "why": why})
        project.refresh_from_db()
        assert project.state == state, (name, why)
        assert client.get(page).status_code == 200
    assert (project.state_reason, project.ended_on) == ("单位不再存在", timezone.localdate())
    assert "单位不再存在" in signed_in(client, people.lead).get(page).content.decode()
    assert Notification.objects.filter(recipient=people.lead.user, text__contains="资金待核查").exists()
    early = a_project(state=ProjectState.TASK_BOOK)
    hold_project(early, why="等待", actor=people.ministry)
    early.refresh_from_db()
    resume_project(early, why="继续", actor=people.ministry)
    early.refresh_from_db()
    assert early.state == ProjectState.TASK_BOOK
    terminate_project(early, why="放弃", actor=people.ministry)
