"""The task book: written, submitted, agreed to, confirmed; its tasks reported and verified."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.media.actions import store_file
from zyk.projects.actions.task_book import (
    agree_to_task_book,
    confirm_task_book,
    report_task,
    return_task_book,
    submit_task_book,
    verify_task,
    write_task_book,
)
from zyk.projects.enums import TaskBookState, TaskState
from zyk.projects.forms.project import OpinionForm, SummaryForm, TaskProgressForm, planned_tasks, task_rows
from zyk.projects.models import Project, Task, TaskBook
from zyk.projects.queries.task_book import (
    EDITABLE,
    change_to_write,
    changes_between,
    fingerprint,
    task_book_to_start_from,
    task_books_for,
    tasks_for,
    units_of,
)
from zyk.projects.rules.change import can_request_change
from zyk.projects.rules.project import can_answer_for, can_confirm, can_guide, can_return, can_write
from zyk.projects.views.project import READERS, project_or_404

WRITERS = (Role.HOST_EDITOR, Role.PROJECT_LEAD)


@audience(*READERS)
@require_GET
def task_book(request: HttpRequest, uuid: str) -> HttpResponse:
    """One version: what it says, who signed it, what changed, and what may be done with it."""
    actor = actor_in(request)
    book = _task_book(request, uuid)
    before = book.project.task_books.filter(version__lt=book.version).order_by("-version").first()
    context = _said(book) | {
        "before": before,
        "changes": changes_between(before, book) if before else [],
        "versions": book.project.task_books.order_by("-version"),
        "entries": history_of(book),
        "may_edit": can_write(actor, book.project) and book.state in EDITABLE,
        "may_renew": can_write(actor, book.project)
        and book.state == TaskBookState.EFFECTIVE
        and not _has_newer(book)
        and change_to_write(book.project) is not None,
        "may_request_change": can_request_change(actor, book.project)
        and book.state == TaskBookState.EFFECTIVE
        and not _has_newer(book),
        "may_submit": can_answer_for(actor, book.project) and book.state in EDITABLE,
        "waits_for_lead": can_write(actor, book.project)
        and not can_answer_for(actor, book.project)
        and book.state in EDITABLE,
        "may_agree": can_guide(actor, book.project) and book.state == TaskBookState.SUBMITTED,
        "may_confirm": can_confirm(actor) and book.state == TaskBookState.PROVINCE_AGREED,
        "may_return": can_return(actor, book),
        "form": OpinionForm(),
    }
    return render(request, "projects/project/task_book.html", context)


@audience(*READERS)
@require_GET
def task_book_print(request: HttpRequest, uuid: str) -> HttpResponse:
    return render(request, "projects/project/task_book_print.html", _said(_task_book(request, uuid)))


@audience(*WRITERS)
@require_http_methods(["GET", "POST"])
def task_book_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    """Write the version being drafted. `add` only adds an empty row; nothing is saved by it."""
    actor = actor_in(request)
    found = project_or_404(request, uuid)
    if not can_write(actor, found):
        raise Http404
    draft = found.task_books.filter(state__in=EDITABLE).first()
    if (
        draft is None
        and found.task_books.exclude(state__in=[TaskBookState.EFFECTIVE, TaskBookState.SUPERSEDED]).exists()
    ):
        messages.info(request, _("任务书正在审核，审核结束后才能修改。"))
        return redirect("projects:task_book", found.task_books.order_by("-version").values_list("uuid", flat=True)[0])
    if draft is None and found.task_books.exists() and change_to_write(found) is None:
        messages.info(request, _("任务书已生效。修改须先提出变更申请，批准后编制新版本。"))
        return redirect("projects:changes", found.uuid)
    if request.method == "POST" and "add" not in request.POST:
        return _save_task_book(request, found)
    start = task_book_to_start_from(found, draft)
    edition = found.application.cycle.rulebook.edition
    if request.method == "POST":
        data = request.POST.copy()
        data["tasks-TOTAL_FORMS"] = str(int(data.get("tasks-TOTAL_FORMS", "0") or 0) + 1)
        rows = task_rows(data, initial=[], edition=edition, units=units_of(found))
        form = SummaryForm(data)
        for row in rows.forms:
            row.empty_permitted, row._errors = True, {}  # an added row is no fault yet
    else:
        form = SummaryForm(initial={"summary": start["summary"], "seen": fingerprint(draft)})
        rows = task_rows(None, initial=start["tasks"] or [{}], edition=edition, units=units_of(found))
    return _edit_page(request, found, form, rows, draft)


@once
def _save_task_book(request: HttpRequest, found: Project) -> HttpResponse:
    edition = found.application.cycle.rulebook.edition
    form = SummaryForm(request.POST)
    rows = task_rows(request.POST, initial=[], edition=edition, units=units_of(found))
    if form.is_valid() and rows.is_valid():
        try:
            book = write_task_book(
                found,
                summary=form.cleaned_data["summary"],
                tasks=planned_tasks(rows),
                actor=actor_in(request),
                seen=form.cleaned_data["seen"],
            )
            messages.success(request, _("任务书第 %(version)s 版已保存。") % {"version": book.version})
            return redirect("projects:task_book", book.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return _edit_page(request, found, form, rows, None)


def _edit_page(request: HttpRequest, found: Project, form: Any, rows: Any, draft: TaskBook | None) -> HttpResponse:
    context = {
        "project": found,
        "form": form,
        "rows": rows,
        "draft": draft,
        "is_refused": form.is_bound and form.errors,
    }
    return render(request, "projects/project/task_book_edit.html", context)


@audience(Role.PROJECT_LEAD)
@require_POST
@once
def task_book_submit(request: HttpRequest, uuid: str) -> HttpResponse:
    done = _("任务书已由你签署，送省级审核。")
    return _do(request, uuid, lambda book, actor, why: submit_task_book(book, actor=actor, at=timezone.now()), done)


@audience(Role.PROVINCE_OFFICER)
@require_POST
@once
def task_book_agree(request: HttpRequest, uuid: str) -> HttpResponse:
    def agree(book: TaskBook, actor: Any, why: str) -> None:
        agree_to_task_book(book, opinion=why, actor=actor, at=timezone.now())

    return _do(request, uuid, agree, _("已同意，任务书送教育部确认。"))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def task_book_confirm(request: HttpRequest, uuid: str) -> HttpResponse:
    done = _("任务书已生效。")
    return _do(request, uuid, lambda book, actor, why: confirm_task_book(book, actor=actor, at=timezone.now()), done)


@audience(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
@require_POST
@once
def task_book_return(request: HttpRequest, uuid: str) -> HttpResponse:
    done = _("任务书已退回修改。")
    return _do(request, uuid, lambda book, actor, why: return_task_book(book, why=why, actor=actor), done)


@audience(*READERS)
@require_http_methods(["GET", "POST"])
@once
def task(request: HttpRequest, uuid: str) -> HttpResponse:
    """One task: its evidence and history; the host reports progress here."""
    actor = actor_in(request)
    found = get_object_or_404(tasks_for(actor), uuid=uuid)
    is_in_force = found.task_book.state == TaskBookState.EFFECTIVE
    may_report = can_write(actor, found.task_book.project) and is_in_force
    if request.method == "POST" and not can_write(actor, found.task_book.project):
        raise Http404
    form = TaskProgressForm(request.POST or None, request.FILES or None) if request.method == "POST" else None
    if form and form.is_valid() and _report(request, form, found):
        messages.success(request, _("任务进展已更新。"))
        return redirect("projects:task", found.uuid)
    start = {
        "evidence": found.evidence,
        "to_state": TaskState.DONE if found.state == TaskState.DOING else TaskState.DOING,
    }
    edition = found.task_book.project.application.cycle.rulebook.edition
    context = {
        "task": found,
        "project": found.task_book.project,
        "indicator": edition.indicator(found.indicator_code),
        "form": form or TaskProgressForm(initial=start),
        "may_report": may_report and found.state in (TaskState.PLANNED, TaskState.DOING),
        "may_verify": can_guide(actor, found.task_book.project) and is_in_force and found.state == TaskState.DONE,
        "opinion_form": OpinionForm(),
        "entries": history_of(found),
        "today": timezone.localdate(),
    }
    return render(request, "projects/project/task.html", context)


def _report(request: HttpRequest, form: TaskProgressForm, found: Task) -> bool:
    actor, upload = actor_in(request), form.cleaned_data["file"]
    try:
        stored = store_file(upload, name=upload.name, actor=actor) if upload else None
    except ValidationError as refusal:
        form.add_error("file", refusal)
        return False
    try:
        report_task(
            found,
            to_state=form.cleaned_data["to_state"],
            evidence=form.cleaned_data["evidence"],
            evidence_file=stored,
            actor=actor,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@audience(Role.PROVINCE_OFFICER)
@require_POST
@once
def task_verify(request: HttpRequest, uuid: str) -> HttpResponse:
    """The province verifies the evidence, or sends the task back to work."""
    actor = actor_in(request)
    found = get_object_or_404(tasks_for(actor), uuid=uuid)
    is_verified = request.POST.get("answer") == "verify"
    try:
        verify_task(found, is_verified=is_verified, why=request.POST.get("opinion", "").strip(), actor=actor)
        messages.success(request, _("任务已核实。") if is_verified else _("任务已退回继续完成。"))
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("projects:task", found.uuid)


def _task_book(request: HttpRequest, uuid: str) -> TaskBook:
    return get_object_or_404(task_books_for(actor_in(request)), uuid=uuid)


def _has_newer(book: TaskBook) -> bool:
    return book.project.task_books.filter(version__gt=book.version).exists()


def _said(book: TaskBook) -> dict[str, Any]:
    edition = book.project.application.cycle.rulebook.edition
    return {
        "task_book": book,
        "project": book.project,
        "tasks": list(book.tasks.select_related("responsible")),
        "indicator_titles": {indicator.code: indicator.title for indicator in edition.indicators},
        "signatures": list(book.signatures.select_related("organisation", "signed_by")),
    }


def _do(request: HttpRequest, uuid: str, act: Callable[[TaskBook, Any, str], None], done: str) -> HttpResponse:
    """Do one act on a task book and say how it went; what the actor may not do to it does not exist."""
    book = _task_book(request, uuid)
    actor = actor_in(request)
    try:
        act(book, actor, request.POST.get("opinion", "").strip())
        messages.success(request, done)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("projects:task_book", book.uuid)
