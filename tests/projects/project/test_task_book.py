import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, signed_in
from tests.known import known
from tests.projects.builders import a_cycle, a_library, a_revision, a_stored_file, an_application
from tests.projects.project.builders import People, a_participant, a_project, a_task_book, people_of, strangers
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.common.moves import NotInThisState
from zyk.projects.actions.change import Change, agree_to_change, request_change
from zyk.projects.actions.task_book import (
    PlannedTask,
    agree_to_task_book,
    confirm_task_book,
    report_task,
    return_task_book,
    submit_task_book,
    verify_task,
    write_task_book,
)
from zyk.projects.enums import ApplicationState, ProjectState, TaskBookState, TaskState
from zyk.projects.models import Project, TaskBook
from zyk.projects.queries.task_book import changes_between, fingerprint, task_book_to_start_from

pytestmark = pytest.mark.django_db
NOW = timezone.now


def planned(title: str = "建课", target: str = "6 门") -> PlannedTask:
    return PlannedTask(title=title, target=target, due_on=timezone.localdate(), deliverable="课程")


def in_force(project: Project, people: People, *tasks: PlannedTask) -> TaskBook:
    book = write_task_book(project, summary="目标", tasks=tasks or [planned()], actor=people.editor)
    submit_task_book(book, actor=people.lead, at=NOW())
    agree_to_task_book(book, opinion="同意", actor=people.province, at=NOW())
    confirm_task_book(book, actor=people.ministry, at=NOW())
    book.refresh_from_db()
    return book


def test_three_signatures_put_a_task_book_in_force_and_begin_building() -> None:
    project = a_project()
    people = people_of(project)

    book = in_force(project, people)

    project.refresh_from_db()
    signed = list(book.signatures.values_list("signed_by", flat=True))
    assert (book.state, project.state) == (TaskBookState.EFFECTIVE, ProjectState.BUILDING)
    assert signed == [people.lead.user.pk, people.province.user.pk, people.ministry.user.pk]


def test_only_the_project_lead_of_the_lead_host_submits() -> None:
    project = a_project()
    people = people_of(project)
    book = write_task_book(project, summary="目标", tasks=[planned()], actor=people.editor)

    for actor in [people.editor, people.finance, people.province, a_participant(project), *strangers()]:
        with pytest.raises(PermissionDenied):
            submit_task_book(book, actor=actor, at=NOW())


def test_a_task_book_without_tasks_is_not_submitted() -> None:
    project = a_project()
    people = people_of(project)
    book = write_task_book(project, summary="目标", tasks=[], actor=people.editor)

    with pytest.raises(ValidationError):
        submit_task_book(book, actor=people.lead, at=NOW())


def test_the_province_returns_with_a_reason_and_the_signature_no_longer_counts() -> None:
    project = a_project()
    people = people_of(project)
    book = write_task_book(project, summary="目标", tasks=[planned()], actor=people.editor)
    submit_task_book(book, actor=people.lead, at=NOW())

    with pytest.raises(ValidationError):
        return_task_book(book, why=" ", actor=people.province)
    return_task_book(book, why="指标不清", actor=people.province)

    book.refresh_from_db()
    assert (book.state, book.signatures.filter(withdrawn_at=None).count()) == (TaskBookState.RETURNED, 0)
    told = Notification.objects.filter(recipient=people.editor.user).latest("id")
    assert "退回" in told.text


def test_the_ministry_cannot_confirm_before_the_province_agreed_and_a_second_click_does_nothing() -> None:
    project = a_project()
    people = people_of(project)
    book = write_task_book(project, summary="目标", tasks=[planned()], actor=people.editor)
    submit_task_book(book, actor=people.lead, at=NOW())

    with pytest.raises(NotInThisState):
        confirm_task_book(book, actor=people.ministry, at=NOW())
    with pytest.raises(NotInThisState):
        submit_task_book(book, actor=people.lead, at=NOW())
    assert book.signatures.count() == 1


def test_a_new_version_supersedes_the_old_and_keeps_the_work_done() -> None:
    project = a_project()
    people = people_of(project)
    first = in_force(project, people, planned("建课"), planned("建题库", "100 题"), planned("调研"))
    for task in first.tasks.exclude(title="调研"):
        report_task(task, to_state=TaskState.DONE, evidence="做完", evidence_file=None, actor=people.editor)

    change = request_change(project, Change("scope", "改为推广"), actor=people.lead)
    agree_to_change(change, why="", actor=people.province)
    agree_to_change(change, why="", actor=people.ministry)
    second = in_force(project, people, planned("建课"), planned("建题库", "200 题"), planned("推广"))

    first.refresh_from_db()
    states = dict(second.tasks.values_list("title", "state"))
    assert first.state == TaskBookState.SUPERSEDED
    assert states == {"建课": TaskState.DONE, "建题库": TaskState.DOING, "推广": TaskState.PLANNED}
    assert second.tasks.get(title="建题库").evidence == "做完"


def test_versions_are_compared_task_by_task() -> None:
    project = a_project()
    old = a_task_book(project, state=TaskBookState.SUPERSEDED, tasks=2)
    new = a_task_book(project, version=2, tasks=2)
    new.tasks.filter(position=1).update(target="99 个")
    new.tasks.filter(position=2).update(title="新任务")

    changes = changes_between(old, new)

    assert [(change.title, change.kind) for change in changes] == [
        ("演示任务1", "changed"),
        ("新任务", "added"),
        ("演示任务2", "removed"),
    ]
    assert [(before, after) for _label, before, after in changes[0].fields] == [("10 个", "99 个")]


def test_the_first_task_book_starts_from_the_tasks_of_the_application() -> None:
    library = a_library()
    application = an_application(state=ApplicationState.DRAFT, library=library, cycle=a_cycle())
    rows = [{"task": "建课", "indicator": "用户总数", "target": "1000", "due_on": "2020-06-30", "deliverable": "课程"}]
    a_revision(application, tasks={"tasks": rows}, goals={"goals": "建成一流"})
    project = Project.objects.create(
        code="P1", application=application, library=library, lead_host=library.lead_host, year=2019,
        approved_on=timezone.localdate(),
    )  # fmt: skip

    start = task_book_to_start_from(project, None)

    row = start["tasks"][0]
    assert start["summary"] == "建成一流"
    assert (row["title"], row["indicator_code"], row["target"]) == ("建课", "users_total", "1000")
    assert row["due_on"].isoformat() == "2020-06-30"


def test_a_task_is_done_with_evidence_only_and_verified_by_its_own_province() -> None:
    project = a_project(state=ProjectState.BUILDING)
    people = people_of(project)
    task = a_task_book(project).tasks.all()[0]

    with pytest.raises(ValidationError):
        report_task(task, to_state=TaskState.DONE, evidence=" ", evidence_file=None, actor=people.editor)
    report_task(task, to_state=TaskState.DONE, evidence="", evidence_file=a_stored_file(), actor=people.editor)
    for actor in [people.editor, people.ministry, *strangers()]:
        with pytest.raises(PermissionDenied):
            verify_task(task, is_verified=True, why="", actor=actor)
    verify_task(task, is_verified=True, why="", actor=people.province)

    task.refresh_from_db()
    assert task.state == TaskState.VERIFIED


# -- pages ------------------------------------------------------------------------------------------------------------
def rows(*titles: str, **more: str) -> dict[str, str]:
    posted = {"tasks-TOTAL_FORMS": str(len(titles)), "tasks-INITIAL_FORMS": "0"}
    for place, title in enumerate(titles):
        posted |= {
            f"tasks-{place}-title": title,
            f"tasks-{place}-target": "6 门",
            f"tasks-{place}-due_on": "2030-01-31",
            f"tasks-{place}-deliverable": "课程",
        }
    return {"summary": "目标", "seen": "none", **posted, **more}


def test_the_host_writes_a_task_book_on_its_page(client: Client) -> None:
    project = a_project()
    people = people_of(project)
    url = reverse("projects:task_book_edit", args=[project.uuid])
    page = signed_in(client, people.editor).get(url)
    assert page.status_code == 200

    answer = client.post(url, rows("建课", "建题库", **{"tasks-1-DELETE": "on"}))

    book = project.task_books.get()
    assert answer["Location"] == reverse("projects:task_book", args=[book.uuid])
    assert list(book.tasks.values_list("title", flat=True)) == ["建课"]


def test_adding_a_row_saves_nothing_and_keeps_what_was_typed(client: Client) -> None:
    project = a_project()
    url = reverse("projects:task_book_edit", args=[project.uuid])

    page = signed_in(client, people_of(project).editor).post(url, rows("建课", add="1")).content.decode()

    assert not project.task_books.exists()
    assert 'value="建课"' in page
    assert 'name="tasks-1-title"' in page
    assert "z-error" not in page


def test_of_two_tabs_the_stale_one_is_refused_and_keeps_what_was_typed(client: Client) -> None:
    project = a_project()
    people = people_of(project)
    book = write_task_book(project, summary="旧", tasks=[planned()], actor=people.editor)
    seen = fingerprint(book)
    write_task_book(project, summary="别人写的", tasks=[planned()], actor=people.lead, seen=seen)

    url = reverse("projects:task_book_edit", args=[project.uuid])
    page = signed_in(client, people.editor).post(url, rows("我写的任务", seen=seen)).content.decode()

    book.refresh_from_db()
    assert book.summary == "别人写的"
    assert "已被他人改过" in page
    assert 'value="我写的任务"' in page


def test_a_wrong_row_is_refused_beside_its_field(client: Client) -> None:
    project = a_project()
    url = reverse("projects:task_book_edit", args=[project.uuid])

    posted = rows("建课", **{"tasks-0-due_on": "明天"})
    page = signed_in(client, people_of(project).editor).post(url, posted).content.decode()

    assert 'value="明天"' in page
    assert "z-error" in page
    assert not project.task_books.exists()


def test_the_whole_way_by_the_pages(client: Client) -> None:
    project = a_project()
    people = people_of(project)
    book = write_task_book(project, summary="目标", tasks=[planned()], actor=people.editor)
    steps = [
        (people.lead, "task_book_submit"),
        (people.province, "task_book_agree"),
        (people.ministry, "task_book_confirm"),
    ]
    for actor, name in steps:
        page = signed_in(client, actor).get(reverse("projects:task_book", args=[book.uuid]))
        url = reverse(f"projects:{name}", args=[book.uuid])
        assert url in page.content.decode()
        assert client.post(url, {"opinion": "同意"}).status_code == 302

    book.refresh_from_db()
    assert book.state == TaskBookState.EFFECTIVE
    printed = client.get(reverse("projects:task_book_print", args=[book.uuid])).content.decode()
    assert known(people.province.organisation).name in printed


def test_a_task_is_reported_and_verified_on_its_page(client: Client) -> None:
    project = a_project(state=ProjectState.BUILDING)
    people = people_of(project)
    task = a_task_book(project).tasks.all()[0]
    url = reverse("projects:task", args=[task.uuid])

    refused = signed_in(client, people.editor).post(url, {"to_state": "done", "evidence": ""})
    assert "佐证材料" in refused.content.decode()
    assert refused.status_code == 200
    client.post(url, {"to_state": "done", "evidence": "已上线"})
    signed_in(client, people.province).post(reverse("projects:task_verify", args=[task.uuid]), {"answer": "verify"})

    task.refresh_from_db()
    assert (task.state, task.evidence) == (TaskState.VERIFIED, "已上线")


def test_strangers_find_nothing_at_any_address(client: Client) -> None:
    project = a_project(state=ProjectState.BUILDING)
    book = a_task_book(project)
    task = book.tasks.all()[0]
    pages = [
        reverse("projects:project", args=[project.uuid]),
        reverse("projects:project_budget", args=[project.uuid]),
        reverse("projects:project_history", args=[project.uuid]),
        reverse("projects:task_book_edit", args=[project.uuid]),
        reverse("projects:task_book", args=[book.uuid]),
        reverse("projects:task_book_print", args=[book.uuid]),
        reverse("projects:task", args=[task.uuid]),
    ]
    posts = [reverse(f"projects:task_book_{act}", args=[book.uuid]) for act in ("submit", "agree", "confirm", "return")]
    posts.append(reverse("projects:task_verify", args=[task.uuid]))
    for actor in strangers():
        signed_in(client, actor)
        assert [client.get(url).status_code for url in pages] == [404] * len(pages)
        assert [client.post(url).status_code for url in posts] == [404] * len(posts)


def test_a_member_unit_reads_but_finds_no_door_to_act(client: Client) -> None:
    project = a_project(state=ProjectState.BUILDING)
    book = a_task_book(project, state=TaskBookState.DRAFT)
    signed_in(client, a_participant(project))

    assert client.get(reverse("projects:task_book", args=[book.uuid])).status_code == 200
    assert client.get(reverse("projects:task_book_edit", args=[project.uuid])).status_code == 404
    assert client.post(reverse("projects:task_book_submit", args=[book.uuid])).status_code == 404


def test_the_unit_seal_keeper_reads_only(client: Client) -> None:
    project = a_project()
    book = a_task_book(project, state=TaskBookState.DRAFT)
    signed_in(client, a_member(Role.SEAL_KEEPER, project.lead_host))

    assert client.get(reverse("projects:task_book", args=[book.uuid])).status_code == 200
    assert client.get(reverse("projects:task_book_edit", args=[project.uuid])).status_code == 404
