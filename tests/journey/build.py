"""The project: task book with three signatures, tasks done and verified, a quarter report through its hands."""

from datetime import timedelta

from django.utils import timezone

from tests.journey.walk import Walker
from zyk.projects.models import Project, Task, TaskBook
from zyk.projects.queries.report import last_quarter_before

TASKS = (("建设标准化课程", "≥ 6 门", "已发布课程"), ("制定资源认证标准", "1 部", "施行的认证标准"))


def sign_the_task_book(project: Project) -> TaskBook:
    editor = Walker("yanshi-tianbao").open(f"/projects/{project.uuid}/task-book/edit/")
    due_on = (timezone.localdate() + timedelta(days=20)).isoformat()
    rows = {"tasks-TOTAL_FORMS": str(len(TASKS))}
    for number, (title, target, deliverable) in enumerate(TASKS):
        words = {"title": title, "target": target, "deliverable": deliverable, "due_on": due_on}
        rows |= {f"tasks-{number}-{name}": text for name, text in words.items()}
    while f"tasks-{len(TASKS) - 1}-title" not in editor.fields():
        editor.show("", add="1")
    editor.send("", rows, summary="建成核心课程，组建联盟，制定并施行资源认证标准。" * 5)
    task_book = TaskBook.objects.get(project=project)
    page = f"/projects/task-books/{task_book.uuid}/"
    Walker("yanshi-fuze").open(page).send("/submit/")
    Walker("yanshi-sheng").open(page).send("/agree/", opinion="目标明确，同意。")
    Walker("yanshi-bu").open(page).send("/confirm/")
    task_book.refresh_from_db()
    assert task_book.state == "effective"
    assert task_book.signatures.count() == 3
    return task_book


def do_the_tasks(task_book: TaskBook) -> None:
    editor, province = Walker("yanshi-tianbao"), Walker("yanshi-sheng")
    for task in task_book.tasks.all():
        page = f"/projects/tasks/{task.uuid}/"
        editor.open(page).send("", to_state="done", evidence="已完成，见资源库页面。")
        province.open(page).send("/verify/", answer="verify")
    assert set(Task.objects.values_list("state", flat=True)) == {"verified"}


def report_the_quarter(project: Project) -> None:
    """The quarter that ended last, filled in by the host and passed by finance, lead and ministry.

    The project was approved before: its day is moved back, as no test can wait."""
    Project.objects.filter(pk=project.pk).update(approved_on=timezone.localdate() - timedelta(days=100))
    year, quarter = last_quarter_before(timezone.localdate())
    editor = Walker("yanshi-tianbao").open(f"/projects/{project.uuid}/reports/{year}/{quarter}/")
    amounts = {"received-ministry": "3000000", "received-school": "1000000", "spent-ministry-1": "1200000"}
    editor.send("", amounts, note="按计划执行。")
    page = editor.url
    for username in ("yanshi-caiwu", "yanshi-fuze", "yanshi-bu"):
        Walker(username).open(page).send("/pass/", opinion="同意。")
    report = project.quarter_reports.get(year=year, quarter=quarter)
    assert report.state == "ministry-passed"
