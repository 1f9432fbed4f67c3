"""Taking a budget or performance workbook over into the application."""

from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.media.models import StoredFile
from zyk.projects.actions.section import lock_for_edit, save_section, scope_of, write_grids
from zyk.projects.enums import BudgetScope
from zyk.projects.models import Application, Budget, BudgetLine, SectionDraft
from zyk.projects.queries.application import form_of
from zyk.projects.rules.grid import written
from zyk.projects.workbooks.budgets import read_budget
from zyk.projects.workbooks.cells import Remark
from zyk.projects.workbooks.performance import TargetRow, read_targets
from zyk.projects.workbooks.tree import Amount
from zyk.rulebook.edition import Edition, Field, Section
from zyk.rulebook.enums import FieldType


@transaction.atomic
def take_over_budget(
    *, application: Application, part: str, file: UploadedFile, actor: Actor
) -> tuple[list[Budget], list[Remark]]:
    """Read a budget workbook for one part of the budget (the 2015 form says all its parts at once) and replace what
    stood there; the same workbook again gives the same rows. WorkbookRefused tells every fault; nothing changes then.

    Answers the budgets written and what is only worth knowing, e.g. rounded shares."""
    application = lock_for_edit(application, actor)
    section, field = _field_of(application, FieldType.BUDGET)
    edition = application.cycle.rulebook.edition
    if part not in {each.code for each in edition.budget_parts}:
        raise ValidationError(_("没有这个预算。"))
    read = read_budget(cast(BinaryIO, file), edition, scope_of(part))
    stored = _store(file, actor)
    content = _content(application, section)
    value = dict(content.get(field.code) or {})
    budgets = []
    for each in edition.budget_parts:
        scope = scope_of(each.code)
        if scope in read.amounts:
            budgets.append(_write(application, scope, read.form, stored, read.amounts[scope]))
            value[each.code] = _texts(read.amounts[scope])
    _save(application, section, content | {field.code: value}, actor)
    _note(application, file, stored, read.form, read.warnings, actor)
    return budgets, read.warnings


@transaction.atomic
def type_budget_instead(*, application: Application, part: str, actor: Actor) -> None:
    """Leave the workbook of one part and go on by typing; its first-level amounts stay in the grid."""
    application = lock_for_edit(application, actor)
    section, field = _field_of(application, FieldType.BUDGET)
    Budget.objects.filter(application=application, scope=scope_of(part)).exclude(form="").delete()
    content = _content(application, section)
    _save(application, section, content | {field.code: dict(content.get(field.code) or {})}, actor, is_touched=True)


@transaction.atomic
def take_over_targets(*, application: Application, file: UploadedFile, actor: Actor) -> list[Remark]:
    """Read the performance target form and replace the section's goals and rows."""
    application = lock_for_edit(application, actor)
    section, field = _field_of(application, FieldType.PERFORMANCE)
    edition = application.cycle.rulebook.edition
    read = read_targets(cast(BinaryIO, file), edition)
    stored = _store(file, actor)
    value = {"goals": read.goals, "rows": [_row(row, edition) for row in read.rows]}
    _save(application, section, _content(application, section) | {field.code: value}, actor)
    _note(application, file, stored, "performance", read.warnings, actor)
    return read.warnings


def _field_of(application: Application, kind: FieldType) -> tuple[Section, Field]:
    for section in form_of(application).sections:
        for field in section.fields:
            if field.type == kind:
                return section, field
    raise ValidationError(_("这份表单没有这张表。"))


def _content(application: Application, section: Section) -> dict[str, Any]:
    draft = SectionDraft.objects.filter(application=application, code=section.code).first()
    return dict(draft.content) if draft else {}


def _save(
    application: Application, section: Section, content: dict[str, Any], actor: Actor, *, is_touched: bool = False
) -> None:
    """Through the same door as typing. The application is locked, so the version is the current one."""
    draft = SectionDraft.objects.filter(application=application, code=section.code).first()
    if draft and is_touched and draft.content == content:
        write_grids(application, section, content)
        return
    version = draft.version if draft else 0
    save_section(application=application, code=section.code, content=content, version=version, actor=actor)


def _store(file: UploadedFile, actor: Actor) -> StoredFile:
    file.seek(0)
    return store_file(file, name=file.name or "", actor=actor, kinds={FileKind.SHEET})


def _write(
    application: Application, scope: BudgetScope, form: str, stored: StoredFile, amounts: list[Amount]
) -> Budget:
    Budget.objects.filter(application=application, scope=scope).delete()
    budget = Budget.objects.create(application=application, scope=scope, form=form, workbook=stored)
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
        for position, amount in enumerate(amounts)
    )
    return budget


def _texts(amounts: list[Amount]) -> dict[str, str]:
    """The grid's cells: first-level amounts by rulebook line and source (two lines of a form may be one of ours)."""
    sums: dict[str, int] = {}
    for amount in amounts:
        if amount.level == 1 and amount.source:
            cell = f"{amount.line_code}-{amount.source}"
            sums[cell] = sums.get(cell, 0) + amount.amount_fen
    return {cell: written(amount) for cell, amount in sums.items()}


def _row(row: TargetRow, edition: Edition) -> dict[str, str]:
    values = {"total": row.total, "year_1": row.year_1, "year_2": row.year_2}
    if row.code:
        return {"code": row.code, **values}
    group = next(
        target.code
        for target in edition.performance_targets
        if (target.level1.zh, target.level2.zh) == (row.level1, row.level2)
    )
    return {"code": "", "group": group, "level3": row.level3, **values}


def _note(
    application: Application, file: UploadedFile, stored: StoredFile, form: str, warnings: list[Remark], actor: Actor
) -> None:
    facts = {"name": file.name, "form": form, "warnings": [str(each) for each in warnings]}
    audit.record(actor=actor, verb="read workbook", about=application, file_sha256=stored.sha256, facts=facts)
