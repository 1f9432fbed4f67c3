"""A worksheet of questions taken over whole: one faulty row, and nothing changes."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.assessment.actions.bank import add_question, edit_question
from zyk.assessment.enums import ImportOutcome
from zyk.assessment.models import Question, QuestionBank
from zyk.assessment.rules.access import can_edit_bank
from zyk.assessment.rules.question import check_question, cleaned
from zyk.assessment.sheet import COLUMNS, answer_as_text, question_in
from zyk.common import audit
from zyk.common.imports import CellFault, Row, Table
from zyk.library.models import KnowledgePoint


@dataclass
class Line:
    """One row of the worksheet and what becomes of it."""

    row: int
    stem: str
    outcome: ImportOutcome = ImportOutcome.NEW
    faults: list[CellFault] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    question: Question | None = None


def import_questions(bank: QuestionBank, *, table: Table, actor: Actor) -> list[Line]:
    """Add the rows without number, change those with one; with any fault nothing is kept. One line a row."""
    if not can_edit_bank(actor, bank):
        raise PermissionDenied
    points = {point.title: point for point in KnowledgePoint.objects.filter(library=bank.library_id)}
    known = {str(question.uuid): question for question in bank.questions.prefetch_related("points")}
    lines = [_line(row, table, known, points) for row in table.rows]
    try:
        with transaction.atomic():
            for line in lines:
                _apply(line, bank, table, actor)
            if any(line.faults for line in lines):
                raise _Faulty
            counts = {outcome.value: sum(line.outcome == outcome for line in lines) for outcome in ImportOutcome}
            audit.record(actor=actor, verb="import", about=bank, facts=counts)
    except _Faulty:
        pass
    return lines


class _Faulty(Exception):
    """Undo what was taken over before the fault."""


def _line(row: Row, table: Table, known: dict[str, Question], points: dict[str, KnowledgePoint]) -> Line:
    line = Line(row=int(row["row"]), stem=row["stem"][:120])
    number = _uuid(row["uuid"])
    if row["uuid"]:
        line.question = known.get(number)
        if line.question is None:
            _fault(line, table, "uuid", _("本题库没有这个编号；新增试题请把编号留空"))
    try:
        line.fields = question_in(row)
        check_question(line.fields["kind"], cleaned(line.fields["stem"]), line.fields["choices"], line.fields["answer"])
    except ValidationError as refusal:
        _faults_of(refusal, line, table)
    if line.question and line.fields and line.fields["kind"] != line.question.kind:
        _fault(line, table, "kind", _("已有试题的题型不能改"))
    titles = [title.strip() for title in re.split(r"[、；;\n]", row["points"]) if title.strip()]
    for title in titles:
        if title not in points:
            _fault(line, table, "points", _("本资源库没有“%(title)s”") % {"title": title})
    line.fields["points"] = [points[title] for title in titles if title in points]
    return line


def _apply(line: Line, bank: QuestionBank, table: Table, actor: Actor) -> None:
    if line.faults:
        line.outcome = ImportOutcome.FAULTY
        return
    try:
        if line.question is None:
            add_question(bank, actor=actor, **line.fields)
        elif _is_same(line.question, line.fields):
            line.outcome = ImportOutcome.UNCHANGED
        else:
            fields = {name: value for name, value in line.fields.items() if name != "kind"}
            edit_question(line.question, actor=actor, **fields)
            line.outcome = ImportOutcome.CHANGED
    except ValidationError as refusal:
        _faults_of(refusal, line, table)
        line.outcome = ImportOutcome.FAULTY


def _is_same(question: Question, fields: dict[str, Any]) -> bool:
    wanted = Question(kind=question.kind, answer=fields["answer"])
    return (
        question.stem == cleaned(fields["stem"])
        and [c["html"] for c in question.choices] == [cleaned(c["html"]) for c in fields["choices"]]
        and answer_as_text(question) == answer_as_text(wanted)
        and question.explanation == cleaned(fields["explanation"])
        and question.source == fields["source"]
        and {point.pk for point in question.points.all()} == {point.pk for point in fields["points"]}
    )


def _faults_of(refusal: ValidationError, line: Line, table: Table) -> None:
    by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {"stem": refusal.messages}
    for name, texts in by_field.items():
        key = "choice_A" if name == "choices" else name
        for text in texts:
            _fault(line, table, key, text)


def _fault(line: Line, table: Table, key: str, message: str) -> None:
    line.faults.append(CellFault(line.row, COLUMNS[key], table.letters.get(key, ""), message))


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
