"""Task books of a project: the one in force, the one being written, what a first one starts from, what changed."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation
from zyk.projects.enums import ChangeState, TaskBookState
from zyk.projects.models import ChangeRequest, Project, Task, TaskBook
from zyk.projects.queries.application import last_revision, rows_typed
from zyk.projects.rules.section import date_of

EDITABLE = (TaskBookState.DRAFT, TaskBookState.RETURNED)
COMPARED = {
    "target": _("目标值"),
    "due_on": _("完成期限"),
    "deliverable": _("交付成果"),
    "indicator_code": _("对应指标"),
    "responsible_id": _("承担单位"),
    "weight": _("权重（%）"),
    "need": _("对应需求"),
}


@dataclass(frozen=True)
class Change:
    """A task that is new, gone, or says something else than before (field label, before, after)."""

    title: str
    kind: str  # added, removed, changed
    fields: list[tuple[Any, Any, Any]]


def task_books_for(actor: Actor) -> QuerySet[TaskBook]:
    return TaskBook.objects.filter(project__in=Project.objects.visible_to(actor)).select_related(
        "project__library", "project__lead_host__province", "project__application__cycle__rulebook"
    )


def tasks_for(actor: Actor) -> QuerySet[Task]:
    return Task.objects.filter(task_book__project__in=Project.objects.visible_to(actor)).select_related(
        "task_book__project__library",
        "task_book__project__lead_host__province",
        "task_book__project__application__cycle__rulebook",
        "responsible",
        "evidence_file",
    )


def effective_task_book(project: Project) -> TaskBook | None:
    return project.task_books.filter(state=TaskBookState.EFFECTIVE).first()


def newest_task_book(project: Project) -> TaskBook | None:
    return project.task_books.order_by("-version").first()


def change_to_write(project: Project) -> ChangeRequest | None:
    """The approved change request that no version of the task book has carried out yet."""
    return project.changes.filter(state=ChangeState.APPROVED, task_book=None).order_by("number").first()


def fingerprint(task_book: TaskBook | None) -> str:
    """What the task book says, in a few letters: a form made from other words is stale."""
    if task_book is None:
        return "none"
    rows = task_book.tasks.values_list(
        "title", "indicator_code", "target", "due_on", "deliverable", "responsible_id", "weight", "need"
    )
    said = json.dumps([task_book.version, task_book.summary, list(rows)], default=str, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def units_of(project: Project) -> QuerySet[Organisation]:
    """The lead host and the member units that confirmed: who may be responsible for a task."""
    members = project.application.members.filter(confirmed_at__isnull=False)
    return Organisation.objects.filter(
        pk__in=[project.lead_host_id, *members.values_list("organisation_id", flat=True)]
    )


def task_book_to_start_from(project: Project, draft: TaskBook | None) -> dict[str, Any]:
    """Summary and rows of the version being written, else of the one in force, else of the application."""
    source = draft or effective_task_book(project)
    if source:
        return {"summary": source.summary, "tasks": [_row(task) for task in source.tasks.all()]}
    revision = last_revision(project.application)
    if revision is None:
        return {"summary": "", "tasks": []}
    drafts = revision.content.get("drafts", {}).values()
    goals = next((str(content["goals"]) for content in drafts if content.get("goals")), "")
    indicators = {i.title.zh: i.code for i in project.application.cycle.rulebook.edition.indicators}
    return {"summary": goals, "tasks": [_applied(row, indicators) for row in rows_typed(revision, "tasks")]}


def changes_between(before: TaskBook, after: TaskBook) -> list[Change]:
    """Tasks paired by title, in the order of the newer version."""
    old = {task.title: task for task in before.tasks.select_related("responsible")}
    new = {task.title: task for task in after.tasks.select_related("responsible")}
    found = [_change(old.get(title), task) for title, task in new.items()]
    found += [Change(title, "removed", []) for title in old if title not in new]
    return [change for change in found if change]


def _change(old: Task | None, new: Task) -> Change | None:
    if old is None:
        return Change(new.title, "added", [])
    fields = [
        (label, _shown(old, name), _shown(new, name))
        for name, label in COMPARED.items()
        if getattr(old, name) != getattr(new, name)
    ]
    return Change(new.title, "changed", fields) if fields else None


def _shown(task: Task, name: str) -> Any:
    if name == "responsible_id":
        return task.responsible.name if task.responsible else ""
    return getattr(task, name)


def _row(task: Task) -> dict[str, Any]:
    return {
        "title": task.title,
        "indicator_code": task.indicator_code,
        "target": task.target,
        "due_on": task.due_on,
        "deliverable": task.deliverable,
        "responsible": task.responsible_id,
        "weight": task.weight,
        "need": task.need,
    }


def _applied(row: dict[str, str], indicators: dict[str, str]) -> dict[str, Any]:
    """A row of the application's table; an indicator that is none of the rulebook's stays readable in the target."""
    named = str(row.get("indicator", "")).strip()
    code = indicators.get(named, "")
    target = str(row.get("target", "")).strip()
    return {
        "title": " ".join(str(row.get("task", "")).split())[:200],
        "indicator_code": code,
        "target": (target if code else f"{named} {target}".strip())[:120],
        "due_on": date_of(str(row.get("due_on", ""))),
        "deliverable": str(row.get("deliverable", "")).strip()[:300],
        "need": str(row.get("need", "")).strip()[:120],
    }
