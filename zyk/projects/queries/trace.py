"""Needs and the tasks that answer them, wherever a form has one table refer to another.

Experts complain that the survey and the plan of an application do not belong together; here it shows."""

from dataclasses import dataclass, field
from typing import Any

from zyk.projects.rules.section import FormFacts, references_in
from zyk.rulebook.edition import Column, Field, Section


@dataclass(frozen=True)
class TraceRow:
    """One row that is referred to, and the rows that do; without any it is a gap."""

    number: str
    text: str
    answers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Trace:
    source: Section
    target: Section
    source_title: Any
    target_title: Any
    rows: list[TraceRow]
    loose: list[tuple[str, str]]  # rows that refer to nothing that is there

    @property
    def gaps(self) -> int:
        return sum(not row.answers for row in self.rows)


def trace_of(facts: FormFacts) -> list[Trace]:
    """One trace for each column of the form that refers to another table."""
    return [
        _trace(facts, section, table, column)
        for section in facts.form.sections
        for table in section.fields
        for column in table.columns
        if column.references
    ]


def _trace(facts: FormFacts, section: Section, table: Field, column: Column) -> Trace:
    name, _dot, key = (column.references or "").partition(".")
    source, needs = next((each, one) for each in facts.form.sections for one in each.fields if one.code == name)
    rows = {
        number: TraceRow(number, _text(needs, row, key))
        for row in facts.drafts.get(source.code, {}).get(name) or []
        if (number := str(row.get(key, "")).strip())
    }
    loose = []
    for row in facts.drafts.get(section.code, {}).get(table.code) or []:
        answer = (_number(table, row), _text(table, row, table.columns[0].code))
        known = [part for part in references_in(str(row.get(column.code, ""))) if part in rows]
        for part in known:
            rows[part].answers.append(answer)
        if not known:
            loose.append(answer)
    return Trace(source, section, needs.title, table.title, list(rows.values()), loose)


def _number(table: Field, row: dict[str, str]) -> str:
    return str(row.get(table.columns[0].code, "")).strip()


def _text(table: Field, row: dict[str, str], key: str) -> str:
    """What the row is about: its first long text."""
    for column in table.columns:
        if column.code != key and column.type == "long_text" and row.get(column.code):
            return str(row[column.code])
    return ""
