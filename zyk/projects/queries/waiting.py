"""What is due or overdue in building and acceptance: the occasions on which the worker reminds people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.projects.enums import (
    AcceptanceState,
    Conclusion,
    ProjectState,
    RectificationState,
    ReportState,
    TaskState,
)
from zyk.projects.enums.project import ENDED
from zyk.projects.models import Acceptance, Project, QuarterReport, Rectification, Task
from zyk.projects.queries.report import due_day, last_quarter_before, quarter_of

BEFORE = (7, 1)  # days before the due day
REPORT_ROLES = (Role.HOST_EDITOR, Role.PROJECT_LEAD, Role.FINANCE_HEAD)
WRITING = (Role.HOST_EDITOR, Role.PROJECT_LEAD)


@dataclass(frozen=True)
class Occasion:
    """One reminder: `about` is its key, so that it is sent once."""

    about: str
    host: Organisation
    roles: tuple[str, ...]
    text: str
    english_text: str
    url: str


def occasions(today: date) -> Iterator[Occasion]:
    """Every reminder that today calls for."""
    yield from _quarter_over(today)
    yield from _reports(today)
    yield from _tasks(today)
    yield from _acceptances(today)
    yield from _rectifications(today)


def step_of(due_on: date, today: date) -> str:
    """Which reminder of a due day it is: 7 days before, 1 day before, or the first day after; "" when none."""
    left = (due_on - today).days
    if left < 0:
        return "late"
    return next((f"{days}d" for days in reversed(BEFORE) if left <= days), "")


def _quarter_over(today: date) -> Iterator[Occasion]:
    """On the last day of a quarter, as the ministry's budget system reminded: the three contact persons of the
    host."""
    year, quarter = last_quarter_before(today + timedelta(days=1))
    if last_quarter_before(today) == (year, quarter):
        return
    for project in _running():
        due_on = due_day(project, year, quarter)
        words, english = (f"，期限 {due_on}", f", due on {due_on}") if due_on else ("", "")
        yield Occasion(
            f"quarter-over:{project.uuid}:{year}-{quarter}",
            project.lead_host,
            REPORT_ROLES,
            f"{project}：{year} 年第 {quarter} 季度结束，请填报季报{words}。",
            f"{project}: the report on quarter {quarter} of {year} is to be filled in{english}.",
            f"/projects/{project.uuid}/reports/{year}/{quarter}/",
        )


def _reports(today: date) -> Iterator[Occasion]:
    year, quarter = last_quarter_before(today)
    handed_in = set(
        QuarterReport.objects.filter(year=year, quarter=quarter)
        .exclude(state__in=[ReportState.UNFILLED, ReportState.RETURNED])
        .values_list("project_id", flat=True)
    )
    for project in _running():
        due_on = due_day(project, year, quarter)
        is_to_report = quarter_of(project.approved_on) <= (year, quarter)
        step = step_of(due_on, today) if due_on and is_to_report else ""
        if project.pk not in handed_in and step:
            late, english = ("已逾期", "is late") if step == "late" else (f"{due_on} 到期", f"is due on {due_on}")
            yield Occasion(
                f"report:{project.uuid}:{year}-{quarter}:{step}",
                project.lead_host,
                REPORT_ROLES,
                f"{project}：{year} 年第 {quarter} 季度季报{late}，请填报。",
                f"{project}: the report on quarter {quarter} of {year} {english}.",
                f"/projects/{project.uuid}/reports/{year}/{quarter}/",
            )


def _tasks(today: date) -> Iterator[Occasion]:
    tasks = Task.objects.filter(
        task_book__state="effective",
        task_book__project__state=ProjectState.BUILDING,
        state__in=[TaskState.PLANNED, TaskState.DOING],
        due_on__lte=today + timedelta(days=max(BEFORE)),
    ).select_related("task_book__project__lead_host", "task_book__project__library")
    for task in tasks:
        step, project = step_of(task.due_on, today), task.task_book.project
        late, english = ("已逾期", "is late") if step == "late" else ("即将到期", f"is due on {task.due_on}")
        yield Occasion(
            f"task:{task.uuid}:{step}",
            project.lead_host,
            WRITING,
            f"{project}：任务“{task.title}”{late}（{task.due_on}）。",
            f"{project}: the task “{task.title}” {english}.",
            f"/projects/tasks/{task.uuid}/",
        )


def _acceptances(today: date) -> Iterator[Occasion]:
    due = Acceptance.objects.filter(
        state=AcceptanceState.DUE, due_on__lte=today + timedelta(days=max(BEFORE))
    ).select_related("project__lead_host", "project__library")
    for each in due:
        assert each.due_on is not None
        step = step_of(each.due_on, today)
        late, english = ("已逾期", "is late") if step == "late" else ("即将到期", f"is due on {each.due_on}")
        yield Occasion(
            f"acceptance:{each.uuid}:{each.due_on}:{step}",
            each.project.lead_host,
            WRITING,
            f"{each.project}：验收自评{late}（{each.due_on}）。",
            f"{each.project}: the self-review for acceptance {english}.",
            f"/projects/acceptances/{each.uuid}/",
        )


def _rectifications(today: date) -> Iterator[Occasion]:
    due = Rectification.objects.filter(
        state=RectificationState.OPEN,
        acceptance__conclusion=Conclusion.WITHHELD,
        due_on__lte=today + timedelta(days=max(BEFORE)),
    ).select_related("acceptance__project__lead_host", "acceptance__project__library")
    for each in due:
        step, project = step_of(each.due_on, today), each.acceptance.project
        late, english = ("已逾期", "is late") if step == "late" else ("即将到期", f"is due on {each.due_on}")
        yield Occasion(
            f"rectification:{each.uuid}:{step}",
            project.lead_host,
            WRITING,
            f"{project}：整改{late}（{each.due_on}）。",
            f"{project}: the rectification {english}.",
            f"/projects/acceptances/{each.acceptance.uuid}/",
        )


def _running() -> Iterator[Project]:
    return (
        Project.objects.exclude(state__in=[*ENDED, ProjectState.ON_HOLD])
        .select_related("lead_host", "library", "application__cycle__rulebook")
        .iterator()
    )
