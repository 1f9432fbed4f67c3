from typing import Any

from django.utils.translation import gettext as _

from zyk.rulebook.edition import Attachment, Edition, Field, Form
from zyk.rulebook.enums import FieldType
from zyk.rulebook.layout.tables import Cell, Table, figure_cell, heads

TYPED = (FieldType.TEXT, FieldType.LONG_TEXT)


def candidate_form(edition: Edition) -> list[Table]:
    return _form(edition.forms.candidate, "forms/candidate")


def upgrade_form(edition: Edition) -> list[Table]:
    return _form(edition.forms.upgrade, "forms/upgrade")


def _form(form: Form, place: str) -> list[Table]:
    tables = []
    for section in form.sections:
        table = Table(
            section.code,
            section.title,
            heads(_("栏目"), _("类型"), _("必填"), _("最少"), _("最多"), _("说明")),
            note=section.source,
        )
        here = f"{place}/sections/{section.code}/fields"
        table.rows = [_field(field, f"{here}/{field.code}") for field in section.fields]
        tables.append(table)
    return [*tables, attachments(_("附件材料"), form.attachments)]


def _field(field: Field, place: str) -> list[Cell]:
    is_typed = field.type in TYPED
    is_counted = is_typed or field.type == FieldType.TABLE
    return [
        Cell(field.title),
        Cell(field.type.label),
        Cell(_required(field.required)),
        figure_cell(field, "min_length", place, unit=_("字") if is_typed else _("行")) if is_counted else Cell("—"),
        figure_cell(field, "max_length", place, unit=_("字") if is_typed else _("行")) if is_counted else Cell("—"),
        _explanation(field),
    ]


def _explanation(field: Field) -> Cell:
    if field.columns:
        names = _("、").join(str(column.title) for column in field.columns)
        return Cell(_("各列：%(columns)s") % {"columns": names}, field.help or "")
    if field.choices:
        return Cell(_("、").join(str(choice.title) for choice in field.choices), field.help or "")
    if field.measure:
        return Cell(field.measure, is_code=True)
    return Cell(field.help or "")


def attachments(title: Any, slots: list[Attachment]) -> Table:
    table = Table("attachments", title, heads(_("材料"), _("必交"), _("文件类型"), _("大小上限"), _("出处")))
    for slot in slots:
        kinds = _("、").join(str(kind.label) for kind in slot.kinds)
        size = _("%(size)s MB") % {"size": slot.max_bytes // 1024**2} if slot.max_bytes else _("平台上限")
        table.rows.append(
            [
                Cell(slot.title, slot.help or ""),
                Cell(_required(slot.required)),
                Cell(kinds),
                Cell(size),
                Cell(slot.source),
            ]
        )
    return table


def _required(required: bool) -> Any:
    return _("是") if required else _("否")
