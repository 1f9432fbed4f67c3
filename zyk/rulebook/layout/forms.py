from typing import Any

from django.utils.translation import pgettext

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
            heads(
                pgettext("rulebook", "栏目"),
                pgettext("rulebook", "类型"),
                pgettext("rulebook", "必填"),
                pgettext("rulebook", "最少"),
                pgettext("rulebook", "最多"),
                pgettext("rulebook", "说明"),
            ),
            note=section.source,
        )
        here = f"{place}/sections/{section.code}/fields"
        table.rows = [_field(field, f"{here}/{field.code}") for field in section.fields]
        tables.append(table)
    return [*tables, attachments(pgettext("rulebook", "附件材料"), form.attachments)]


def _field(field: Field, place: str) -> list[Cell]:
    is_typed = field.type in TYPED
    is_counted = is_typed or field.type == FieldType.TABLE
    return [
        Cell(field.title),
        Cell(field.type.label),
        Cell(_required(field.required)),
        figure_cell(
            field, "min_length", place, unit=pgettext("rulebook", "字") if is_typed else pgettext("rulebook", "行")
        )
        if is_counted
        else Cell("—"),
        figure_cell(
            field, "max_length", place, unit=pgettext("rulebook", "字") if is_typed else pgettext("rulebook", "行")
        )
        if is_counted
        else Cell("—"),
        _explanation(field),
    ]


def _explanation(field: Field) -> Cell:
    said = _what(field)
    if field.when:
        words = {"field": field.when.field, "values": "、".join(field.when.is_any_of)}
        note = pgettext("rulebook", "仅当 %(field)s 为 %(values)s 时填写") % words
        return Cell(said.text, note, is_code=said.is_code)
    return said


def _what(field: Field) -> Cell:
    if field.columns:
        names = pgettext("rulebook", "、").join(str(column.title) for column in field.columns)
        return Cell(pgettext("rulebook", "各列：%(columns)s") % {"columns": names}, field.help or "")
    if field.choices:
        return Cell(pgettext("rulebook", "、").join(str(choice.title) for choice in field.choices), field.help or "")
    if field.measure:
        return Cell(field.measure, is_code=True)
    return Cell(field.help or "")


def attachments(title: Any, slots: list[Attachment]) -> Table:
    table = Table(
        "attachments",
        title,
        heads(
            pgettext("rulebook", "材料"),
            pgettext("rulebook", "必交"),
            pgettext("rulebook", "文件类型"),
            pgettext("rulebook", "大小上限"),
            pgettext("rulebook", "出处"),
        ),
    )
    for slot in slots:
        kinds = pgettext("rulebook", "、").join(str(kind.label) for kind in slot.kinds)
        size = (
            pgettext("rulebook", "%(size)s MB") % {"size": slot.max_bytes // 1024**2}
            if slot.max_bytes
            else pgettext("rulebook", "平台上限")
        )
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
    return pgettext("rulebook", "是") if required else pgettext("rulebook", "否")
