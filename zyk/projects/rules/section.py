"""Judging what was typed into the application form: pure, from the rulebook's fields and the raw texts.

What is stored of a section is what was typed, right or wrong: texts as they are, a table as a list of rows, a budget
as texts by part and cell, performance targets as goals and rows. Nothing typed is ever lost for being wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zyk.projects.rules.grid import budget_faults, performance_faults
from zyk.rulebook.edition import Column, Edition, Field, Form, Section
from zyk.rulebook.enums import FieldType

NOT_TYPED = {FieldType.COMPUTED, FieldType.UNITS}
Content = dict[str, Any]
# the same in typing.js
_COUNTED = re.compile(r"[A-Za-z0-9_À-ɏ]+(?:[.'’\-/:@][A-Za-z0-9_À-ɏ]+)*|[^\sA-Za-z0-9_À-ɏ]")


@dataclass(frozen=True)
class Fault:
    """Something to mend; `is_gap` when it is only not filled in yet. `cell` names the cell in a table or grid."""

    field: str
    text: str
    is_gap: bool = False
    cell: str = ""


@dataclass(frozen=True)
class FormFacts:
    """The whole form as typed, so that one section can be judged against another."""

    edition: Edition
    form: Form
    drafts: dict[str, Content] = field(default_factory=dict)

    def values_of(self, reference: str) -> set[str]:
        """What stands in a column of a table anywhere in the form; `reference` is "field.column"."""
        name, _dot, column = reference.partition(".")
        for section in self.form.sections:
            if any(each.code == name for each in section.fields):
                rows = self.drafts.get(section.code, {}).get(name) or []
                return {str(row.get(column, "")).strip() for row in rows} - {""}
        return set()

    def is_asked(self, each: Field) -> bool:
        """Whether the field is asked for at all: a condition on a choice elsewhere in the form is met."""
        if each.when is None:
            return True
        for section in self.form.sections:
            if any(other.code == each.when.field for other in section.fields):
                return self.drafts.get(section.code, {}).get(each.when.field) in each.when.is_any_of
        return False


@dataclass(frozen=True)
class Progress:
    """How far a section is: `filled` of `total` required things, and what is to be mended."""

    code: str
    title: Any
    filled: int
    total: int
    faults: list[Fault]

    @property
    def state(self) -> str:
        if not self.faults:
            return "ok"
        if any(not fault.is_gap for fault in self.faults):
            return "bad"
        return "begun" if self.filled else "blank"

    @property
    def wrong(self) -> int:
        return sum(not fault.is_gap for fault in self.faults)


def progress_of_section(section: Section, facts: FormFacts) -> Progress:
    content = facts.drafts.get(section.code, {})
    faults: list[Fault] = []
    filled = total = 0
    for each in section.fields:
        if each.type in NOT_TYPED or not facts.is_asked(each):
            continue
        found = list(faults_of_field(each, content.get(each.code), facts))
        faults += found
        if each.required:
            total += 1
            filled += not found
    return Progress(section.code, section.title, filled, total, faults)


def faults_of_field(each: Field, value: Any, facts: FormFacts) -> Iterator[Fault]:
    """What is to be mended in one field."""
    if each.type == FieldType.BUDGET:
        for cell, text, is_gap in budget_faults(value or {}, facts.edition, is_required=each.required):
            yield Fault(each.code, text, is_gap, cell)
    elif each.type == FieldType.PERFORMANCE:
        for cell, text, is_gap in performance_faults(value or {}, facts.edition, is_required=each.required):
            yield Fault(each.code, text, is_gap, cell)
    elif each.type == FieldType.TABLE:
        yield from _table_faults(each, value or [], facts)
    elif each.type not in NOT_TYPED:
        text = str(value or "").strip()
        if not text:
            if each.required:
                yield Fault(each.code, _("还没有填写"), is_gap=True)
            return
        yield from (Fault(each.code, said) for said in _text_faults(each, text))
        yield from (Fault(each.code, said) for said in _length_faults(each, text))


def _text_faults(each: Field | Column, text: str) -> Iterator[str]:
    if each.type == FieldType.NUMBER and number_of(text) is None:
        yield _("“%(text)s”不是数字") % {"text": text[:40]}
    elif each.type == FieldType.DATE and date_of(text) is None:
        yield _("“%(text)s”不是日期，请写成 2026-11-22 的样子") % {"text": text[:40]}
    elif each.type == FieldType.CHOICE and text not in {choice.code for choice in each.choices}:
        yield _("请从选项中选择")


def _length_faults(each: Field, text: str) -> Iterator[str]:
    length = length_of(text)
    if each.min_length and length < each.min_length:
        yield ngettext("现有 %(now)s 字，还差 %(n)s 字", "现有 %(now)s 字，还差 %(n)s 字", each.min_length - length) % {
            "now": length,
            "n": each.min_length - length,
        }
    if each.max_length and length > each.max_length:
        yield ngettext("现有 %(now)s 字，多了 %(n)s 字", "现有 %(now)s 字，多了 %(n)s 字", length - each.max_length) % {
            "now": length,
            "n": length - each.max_length,
        }


def _table_faults(each: Field, rows: list[dict[str, str]], facts: FormFacts) -> Iterator[Fault]:
    needed = each.min_length or (1 if each.required else 0)
    if len(rows) < needed:
        text = ngettext("至少要有 %(n)s 行", "至少要有 %(n)s 行", needed) % {"n": needed}
        yield Fault(each.code, text, is_gap=True)
    if each.max_length and len(rows) > each.max_length:
        yield Fault(each.code, ngettext("最多 %(n)s 行", "最多 %(n)s 行", each.max_length) % {"n": each.max_length})
    for number, row in enumerate(rows):
        for column in each.columns:
            text = str(row.get(column.code, "") or "").strip()
            cell = f"{number}-{column.code}"
            for said, is_gap in _cell_faults(column, text, facts):
                words = {"row": number + 1, "column": column.title, "said": said}
                yield Fault(each.code, _("第 %(row)s 行“%(column)s”：%(said)s") % words, is_gap, cell)


def _cell_faults(column: Column, text: str, facts: FormFacts) -> Iterator[tuple[str, bool]]:
    if not text:
        if column.required:
            yield _("还没有填写"), True
        return
    for said in _text_faults(column, text):
        yield said, False
    if column.references:
        known = facts.values_of(column.references)
        for part in re.split(r"[、,，;；\s]+", text):
            if part and part not in known:
                yield _("没有编号为“%(text)s”的一行") % {"text": part[:40]}, False


def length_of(text: str) -> int:
    """字数 as word processors count it: a Chinese character or sign is one, a Latin word or a number is one."""
    return len(_COUNTED.findall(text))


def references_in(text: str) -> list[str]:
    """The numbers a cell refers to: several are parted by commas, 顿号 or spaces."""
    return [part for part in re.split(r"[、，,;；\s]+", text) if part]


def number_of(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
