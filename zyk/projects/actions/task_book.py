"""任务书: written by the host, guided by the province, confirmed by the ministry; then its tasks are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Organisation
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.media.models import StoredFile
from zyk.projects.enums import (
    PROJECT_MOVES,
    TASK_BOOK_MOVES,
    TASK_MOVES,
    ProjectState,
    TaskBookState,
    TaskState,
)
from zyk.projects.models import Project, Task, TaskBook, TaskBookSignature
from zyk.projects.queries.task_book import change_to_write, fingerprint
from zyk.projects.rules.project import can_answer_for, can_confirm, can_guide, can_return, can_write

EDITABLE = (TaskBookState.DRAFT, TaskBookState.RETURNED)


@dataclass(frozen=True)
class PlannedTask:
    title: str
    target: str
    due_on: date
    deliverable: str
    indicator_code: str = ""
    responsible: Organisation | None = None
    weight: Decimal | None = None
    need: str = ""


@transaction.atomic
def write_task_book(
    project: Project, *, summary: str, tasks: Sequence[PlannedTask], actor: Actor, seen: str | None = None
) -> TaskBook:
    """Write the version being drafted (made when there is none); tasks are replaced as a whole.

    `seen` is the fingerprint of what the writer started from; when another has written since, nothing is changed.
    A version after the one in force needs an approved change request, and says by which it came."""
    if not can_write(actor, project):
        raise PermissionDenied
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    task_book = project.task_books.select_for_update().filter(state__in=EDITABLE).first()
    if seen is not None and seen != fingerprint(task_book):
        raise NotInThisState(_("任务书在你打开之后已被他人改过，本次没有保存。请在新页面打开最新内容，核对后再保存。"))
    if task_book is None:
        if project.task_books.filter(state__in=[TaskBookState.SUBMITTED, TaskBookState.PROVINCE_AGREED]).exists():
            raise NotInThisState(_("任务书正在审核，审核结束后才能修改。"))
        last = project.task_books.order_by("-version").first()
        change = change_to_write(project)
        if last and change is None:
            raise NotInThisState(_("任务书已生效。修改须先提出变更申请，批准后编制新版本。"))
        task_book = TaskBook.objects.create(
            project=project, version=last.version + 1 if last else 1, summary=summary, change=change
        )
        audit.record(actor=actor, verb="create", about=task_book)
    TaskBook.objects.filter(pk=task_book.pk).update(summary=summary)
    task_book.summary = summary
    task_book.tasks.all().delete()
    Task.objects.bulk_create(
        Task(
            task_book=task_book,
            position=index,
            title=task.title,
            indicator_code=task.indicator_code,
            target=task.target,
            due_on=task.due_on,
            deliverable=task.deliverable,
            responsible=task.responsible,
            weight=task.weight,
            need=task.need,
        )
        for index, task in enumerate(tasks, start=1)
    )
    return task_book


@transaction.atomic
def submit_task_book(task_book: TaskBook, *, actor: Actor, at: datetime) -> None:
    """The project lead signs for the host and hands it to the province."""
    task_book = _locked(task_book)
    if not can_answer_for(actor, task_book.project):
        raise PermissionDenied
    if not task_book.summary.strip() or not task_book.tasks.exists():
        raise ValidationError(_("任务书须写明建设目标与内容，并至少有一项建设任务。"))
    _check_weights(task_book)
    move(task_book, TaskBookState.SUBMITTED, moves=TASK_BOOK_MOVES, actor=actor)
    _sign(task_book, actor, at)
    notify(
        [
            person
            for person in people_with_role(Role.PROVINCE_OFFICER)
            if person.memberships.filter(organisation__province=task_book.project.lead_host.province).exists()
        ],
        text=f"{task_book.project} 的任务书待审核。",
        english_text=f"The task book of {task_book.project} waits for the province.",
        url=f"/projects/{task_book.project.uuid}/",
        mail=True,
    )


@transaction.atomic
def agree_to_task_book(task_book: TaskBook, *, opinion: str, actor: Actor, at: datetime) -> None:
    """The province agrees; the ministry confirms next."""
    task_book = _locked(task_book)
    if not can_guide(actor, task_book.project):
        raise PermissionDenied
    move(task_book, TaskBookState.PROVINCE_AGREED, moves=TASK_BOOK_MOVES, actor=actor, why=opinion)
    _sign(task_book, actor, at)


@transaction.atomic
def confirm_task_book(task_book: TaskBook, *, actor: Actor, at: datetime) -> None:
    """The third signature: the task book takes effect in place of the earlier one, and building begins."""
    task_book = _locked(task_book)
    if not can_confirm(actor):
        raise PermissionDenied
    if task_book.state != TaskBookState.PROVINCE_AGREED:
        raise NotInThisState(_("任务书须先由省级审核同意。"))
    for earlier in task_book.project.task_books.filter(state=TaskBookState.EFFECTIVE):
        move(earlier, TaskBookState.SUPERSEDED, moves=TASK_BOOK_MOVES, actor=actor)
        _carry_progress(earlier, task_book, actor)
    move(task_book, TaskBookState.EFFECTIVE, moves=TASK_BOOK_MOVES, actor=actor)
    _sign(task_book, actor, at)
    if task_book.project.state == ProjectState.TASK_BOOK:
        move(task_book.project, ProjectState.BUILDING, moves=PROJECT_MOVES, actor=actor)
    _tell_host(task_book, "任务书已生效", "task book is in force")


@transaction.atomic
def return_task_book(task_book: TaskBook, *, why: str, actor: Actor) -> None:
    """The province or the ministry sends it back, saying why; signatures of this round no longer count."""
    task_book = _locked(task_book)
    if not (can_guide(actor, task_book.project) or can_confirm(actor)):
        raise PermissionDenied
    if not can_return(actor, task_book):
        raise NotInThisState(_("任务书不在你的审核环节，可能已被他人处理。请刷新页面查看最新状态。"))
    if not why.strip():
        raise ValidationError({"why": _("请说明退回理由")})
    move(task_book, TaskBookState.RETURNED, moves=TASK_BOOK_MOVES, actor=actor, why=why)
    task_book.signatures.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    _tell_host(task_book, "任务书被退回修改", "task book was returned")


@transaction.atomic
def report_task(task: Task, *, to_state: str, evidence: str, evidence_file: StoredFile | None, actor: Actor) -> None:
    """The host says a task is being done or is done; done needs its evidence."""
    task = Task.objects.select_for_update(of=("self",)).select_related("task_book__project").get(pk=task.pk)
    if not can_write(actor, task.task_book.project) or task.task_book.state != TaskBookState.EFFECTIVE:
        raise PermissionDenied
    if to_state not in (TaskState.DOING, TaskState.DONE):
        raise ValidationError(_("请选择任务状态"))
    if to_state == TaskState.DONE and not evidence.strip() and evidence_file is None:
        raise ValidationError({"evidence": _("完成任务须写明完成情况或上传佐证材料")})
    Task.objects.filter(pk=task.pk).update(
        evidence=evidence,
        evidence_file=evidence_file or task.evidence_file,
        done_on=timezone.localdate() if to_state == TaskState.DONE else None,
    )
    move(task, to_state, moves=TASK_MOVES, actor=actor, why=evidence)


@transaction.atomic
def verify_task(task: Task, *, is_verified: bool, why: str, actor: Actor) -> None:
    """The province looks at the evidence: verified, or back to work with the reason."""
    task = Task.objects.select_for_update(of=("self",)).select_related("task_book__project__lead_host").get(pk=task.pk)
    if not can_guide(actor, task.task_book.project):
        raise PermissionDenied
    if not is_verified and not why.strip():
        raise ValidationError({"why": _("请说明未予核实的理由")})
    move(task, TaskState.VERIFIED if is_verified else TaskState.DOING, moves=TASK_MOVES, actor=actor, why=why)


def _check_weights(task_book: TaskBook) -> None:
    """Weights are all set and make a hundred, or none is set."""
    weights = list(task_book.tasks.values_list("weight", flat=True))
    given = [weight for weight in weights if weight is not None]
    if given and (len(given) != len(weights) or sum(given) != 100):
        raise ValidationError(
            _("任务权重须全部填写且合计 100%%，现在合计 %(total)s%%；不设权重时请全部留空。") % {"total": sum(given)}
        )


def _carry_progress(earlier: TaskBook, task_book: TaskBook, actor: Actor) -> None:
    """Work already done stays done: unchanged tasks keep their state, changed ones their evidence."""
    done = {task.title: task for task in earlier.tasks.exclude(state=TaskState.PLANNED)}
    for task in task_book.tasks.all():
        old = done.get(task.title)
        if old is None:
            continue
        is_same = (old.target, old.deliverable) == (task.target, task.deliverable)
        task.state = old.state if is_same else TaskState.DOING
        task.evidence, task.evidence_file, task.done_on = old.evidence, old.evidence_file, old.done_on
        task.save()
        audit.record(actor=actor, verb="carry progress", about=task, to_state=task.state)


def _locked(task_book: TaskBook) -> TaskBook:
    return (
        TaskBook.objects.select_for_update(of=("self",))
        .select_related("project__lead_host__province", "project__library")
        .get(pk=task_book.pk)
    )


def _sign(task_book: TaskBook, actor: Actor, at: datetime) -> None:
    assert actor.organisation is not None
    TaskBookSignature.objects.create(
        task_book=task_book, organisation=actor.organisation, signed_by=actor.user, signed_at=at
    )


def _tell_host(task_book: TaskBook, words: str, english_words: str) -> None:
    notify(
        people_in_role(task_book.project.lead_host, *HOST_ROLES),
        text=f"{task_book.project}：{words}。",
        english_text=f"{task_book.project}: {english_words}.",
        url=f"/projects/{task_book.project.uuid}/",
        mail=True,
    )
