"""预算调整: request, note and new tables; passed by finance, project lead and ministry; then in force."""

from datetime import datetime
from typing import BinaryIO, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.media.models import StoredFile
from zyk.projects.enums import ADJUSTMENT_MOVES, AdjustmentState, BudgetScope, Direction, ProjectState
from zyk.projects.models import (
    AdjustmentAct,
    AdjustmentWorkbook,
    Budget,
    BudgetAdjustment,
    BudgetLine,
    Project,
)
from zyk.projects.queries.budget_amounts import Frozen, frozen, frozen_budgets, thawed
from zyk.projects.queries.report import amounts_of, last_report
from zyk.projects.rules.adjustment import OPEN, can_edit_adjustment, next_adjustment_state
from zyk.projects.rules.project import can_fill
from zyk.projects.workbooks.budgets import read_budget

ADJUSTABLE = (ProjectState.TASK_BOOK, ProjectState.BUILDING)


@transaction.atomic
def begin_adjustment(project: Project, *, actor: Actor) -> BudgetAdjustment:
    """Open an adjustment, or answer the one that is open."""
    if not can_fill(actor, project):
        raise PermissionDenied
    project = Project.objects.select_for_update(of=("self",)).select_related("application").get(pk=project.pk)
    known = project.adjustments.filter(state__in=OPEN).first()
    if known:
        return known
    if project.state not in ADJUSTABLE:
        raise NotInThisState(_("项目已进入验收或已结束，不能再调整预算。"))
    if not project.application.budgets.exists():
        raise ValidationError(_("项目还没有预算，不能调整。"))
    made = BudgetAdjustment.objects.create(
        project=project, number=project.adjustments.count() + 1, before=frozen_budgets(project)
    )
    audit.record(actor=actor, verb="create", about=made)
    return made


@transaction.atomic
def write_adjustment(
    adjustment: BudgetAdjustment, *, request: str, note: str, attachment: StoredFile | None, actor: Actor
) -> None:
    """Keep the request and the note as far as they are written."""
    adjustment = _locked(adjustment, actor)
    BudgetAdjustment.objects.filter(pk=adjustment.pk).update(
        request=request, note=note, attachment=attachment or adjustment.attachment
    )


@transaction.atomic
def take_over_adjusted(adjustment: BudgetAdjustment, *, scope: str, file: UploadedFile, actor: Actor) -> list[object]:
    """Read the new table of one budget (the form of 2015 says all three); answers what is only worth knowing."""
    adjustment = _locked(adjustment, actor)
    if scope not in BudgetScope.values:
        raise ValidationError(_("没有这个预算。"))
    edition = adjustment.project.application.cycle.rulebook.edition
    read = read_budget(cast(BinaryIO, file), edition, BudgetScope(scope))
    file.seek(0)
    stored = store_file(file, name=file.name or "", actor=actor, kinds={FileKind.SHEET})
    after = dict(adjustment.after)
    for found, amounts in read.amounts.items():
        after[found] = frozen(read.form, amounts)
        AdjustmentWorkbook.objects.update_or_create(adjustment=adjustment, scope=found, defaults={"workbook": stored})
    BudgetAdjustment.objects.filter(pk=adjustment.pk).update(after=after)
    facts = {"scope": scope, "form": read.form, "name": file.name}
    audit.record(actor=actor, verb="read workbook", about=adjustment, file_sha256=stored.sha256, facts=facts)
    return list(read.warnings)


@transaction.atomic
def submit_adjustment(adjustment: BudgetAdjustment, *, actor: Actor, at: datetime) -> None:
    """Hand it to finance: with request, note and at least one new table that holds what is already spent."""
    adjustment = _locked(adjustment, actor)
    errors = {}
    if not adjustment.request.strip():
        errors["request"] = _("请填写调整请示")
    if not adjustment.note.strip():
        errors["note"] = _("请填写调整说明")
    if not adjustment.after:
        errors["workbook"] = _("请上传调整后的预算表")
    if errors:
        raise ValidationError(errors)
    if frozen_budgets(adjustment.project) != adjustment.before:
        BudgetAdjustment.objects.filter(pk=adjustment.pk).update(before=frozen_budgets(adjustment.project))
    _check_spent(adjustment)
    _go(adjustment, AdjustmentState.SUBMITTED, "", actor, at)


@transaction.atomic
def pass_adjustment(adjustment: BudgetAdjustment, *, opinion: str, actor: Actor, at: datetime) -> None:
    """Pass it on; with the ministry's approval the new tables take the place of the old ones."""
    adjustment = _locked_for_passing(adjustment)
    state = _turn_of(actor, adjustment)
    _go(adjustment, state, opinion, actor, at)
    if state == AdjustmentState.APPROVED:
        _put_in_force(adjustment)


@transaction.atomic
def return_adjustment(adjustment: BudgetAdjustment, *, opinion: str, actor: Actor, at: datetime) -> None:
    adjustment = _locked_for_passing(adjustment)
    _turn_of(actor, adjustment)
    if not opinion.strip():
        raise ValidationError({"opinion": _("请说明退回理由")})
    _go(adjustment, AdjustmentState.RETURNED, opinion, actor, at)


@transaction.atomic
def withdraw_adjustment(adjustment: BudgetAdjustment, *, actor: Actor, at: datetime) -> None:
    adjustment = _locked(adjustment, actor)
    _go(adjustment, AdjustmentState.WITHDRAWN, "", actor, at)


def _check_spent(adjustment: BudgetAdjustment) -> None:
    """The new whole may not be less than what the last report says was spent of a source and line."""
    after: Frozen = adjustment.after
    if BudgetScope.TOTAL not in after:
        return
    planned: dict[tuple[str, str], int] = {}
    for amount in thawed(after[BudgetScope.TOTAL]):
        if amount.level == 1 and amount.source:
            key = (amount.source, amount.line_code)
            planned[key] = planned.get(key, 0) + amount.amount_fen
    spent = amounts_of(last_report(adjustment.project))
    short = [
        f"{source}/{line}"
        for (way, source, line), fen in spent.items()
        if way == Direction.SPENT and fen > planned.get((source, line), 0)
    ]
    if short:
        raise ValidationError(
            {"workbook": _("调整后的预算小于已报支出：%(cells)s") % {"cells": _named(adjustment, short)}}
        )


def _named(adjustment: BudgetAdjustment, cells: list[str]) -> str:
    edition = adjustment.project.application.cycle.rulebook.edition
    sources = {source.code: source.title.zh for source in edition.fund_sources}
    lines = {line.code: line.title.zh for line in edition.spending_lines}
    pairs = (cell.split("/") for cell in cells)
    return "、".join(f"{lines.get(line, line)}（{sources.get(source, source)}）" for source, line in pairs)


def _put_in_force(adjustment: BudgetAdjustment) -> None:
    application = adjustment.project.application
    files = {each.scope: each.workbook for each in adjustment.workbooks.select_related("workbook")}
    for scope, said in adjustment.after.items():
        Budget.objects.filter(application=application, scope=scope).delete()
        budget = Budget.objects.create(
            application=application, scope=scope, form=said.get("form", ""), workbook=files.get(scope)
        )
        BudgetLine.objects.bulk_create(
            BudgetLine(
                budget=budget,
                position=position,
                number=amount.number,
                line_code=amount.line_code,
                title=amount.title,
                level=amount.level,
                source=amount.source,
                economic_class=amount.economic_class,
                amount_fen=amount.amount_fen,
            )
            for position, amount in enumerate(thawed(said))
        )


def _turn_of(actor: Actor, adjustment: BudgetAdjustment) -> str:
    state = next_adjustment_state(actor, adjustment)
    if state:
        return state
    if can_fill(actor, adjustment.project) or actor.is_any(Role.MINISTRY_OFFICER):
        raise NotInThisState(_("预算调整不在你的审核环节，可能已被他人处理。请刷新页面查看最新状态。"))
    raise PermissionDenied


def _go(adjustment: BudgetAdjustment, state: str, opinion: str, actor: Actor, at: datetime) -> None:
    move(adjustment, state, moves=ADJUSTMENT_MOVES, actor=actor, why=opinion)
    AdjustmentAct.objects.create(
        adjustment=adjustment, to_state=state, opinion=opinion, by=actor.user, capacity=actor.trail_capacity, at=at
    )
    _tell(adjustment)


TOLD = {
    AdjustmentState.SUBMITTED: ("待财务审核", "waits for finance", (Role.FINANCE_HEAD,)),
    AdjustmentState.FINANCE_PASSED: ("待项目负责人审核", "waits for the project lead", (Role.PROJECT_LEAD,)),
    AdjustmentState.LEAD_PASSED: ("待教育部批准", "waits for the ministry", (Role.MINISTRY_OFFICER,)),
    AdjustmentState.RETURNED: ("被退回修改", "was returned", HOST_ROLES),
    AdjustmentState.APPROVED: ("已批准，新预算生效", "was approved", HOST_ROLES),
}


def _tell(adjustment: BudgetAdjustment) -> None:
    told = TOLD.get(AdjustmentState(adjustment.state))
    if told is None:
        return
    words, english_words, roles = told
    is_ministry = Role.MINISTRY_OFFICER in roles
    notify(
        people_with_role(*roles) if is_ministry else people_in_role(adjustment.project.lead_host, *roles),
        text=f"{adjustment.project} 预算调整{words}。",
        english_text=f"The budget adjustment of {adjustment.project} {english_words}.",
        url=f"/projects/adjustments/{adjustment.uuid}/",
        mail=True,
    )


def _locked(adjustment: BudgetAdjustment, actor: Actor) -> BudgetAdjustment:
    """For those who write it."""
    adjustment = _locked_for_passing(adjustment)
    if not can_fill(actor, adjustment.project):
        raise PermissionDenied
    if not can_edit_adjustment(actor, adjustment):
        raise NotInThisState(_("预算调整已提交审核，现在不能修改。"))
    return adjustment


def _locked_for_passing(adjustment: BudgetAdjustment) -> BudgetAdjustment:
    return (
        BudgetAdjustment.objects.select_for_update(of=("self",))
        .select_related("project__lead_host", "project__library", "project__application__cycle__rulebook")
        .get(pk=adjustment.pk)
    )
