from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.assessment.models import Question, QuestionBank
from zyk.assessment.rules.access import can_edit_bank
from zyk.assessment.rules.question import check_question, cleaned
from zyk.common import audit
from zyk.common.moves import NotInThisState
from zyk.library.models import KnowledgePoint, Library

Choices = list[dict[str, str]]


@transaction.atomic
def create_bank(library: Library, *, title: str, actor: Actor) -> QuestionBank:
    bank = QuestionBank(library=library, title=title)
    if not can_edit_bank(actor, bank):
        raise PermissionDenied
    bank.save()
    audit.record(actor=actor, verb="create", about=bank)
    return bank


@transaction.atomic
def add_question(
    bank: QuestionBank,
    *,
    kind: str,
    stem: str,
    choices: Choices,
    answer: list[Any],
    actor: Actor,
    explanation: str = "",
    points: Iterable[KnowledgePoint] = (),
    source: str = "",
) -> Question:
    """Add a question; the stem, choices and explanation are cleaned of everything that could run."""
    if not can_edit_bank(actor, bank):
        raise PermissionDenied
    question = Question(bank=bank, created_by=actor.user)
    _fill(question, kind=kind, stem=stem, choices=choices, answer=answer, explanation=explanation, source=source)
    question.points.set(_of_library(points, bank))
    return question


@transaction.atomic
def edit_question(
    question: Question,
    *,
    stem: str,
    choices: Choices,
    answer: list[Any],
    actor: Actor,
    explanation: str = "",
    points: Sequence[KnowledgePoint] = (),
    source: str = "",
) -> Question:
    """Change a question. Once learners may have answered it, only what is around it may change."""
    locked = Question.objects.select_for_update(of=("self",)).select_related("bank").get(pk=question.pk)
    if not can_edit_bank(actor, locked.bank):
        raise PermissionDenied
    before = (locked.stem, locked.choices, locked.answer)
    was_fixed = is_fixed(locked)
    _fill(locked, kind=locked.kind, stem=stem, choices=choices, answer=answer, explanation=explanation, source=source)
    if was_fixed and before != (locked.stem, locked.choices, locked.answer):
        raise NotInThisState(_("这道题已用于发布过的测评，题干、选项和答案不能再改。请停用它，复制成新题再修改。"))
    locked.points.set(_of_library(points, locked.bank))
    audit.record(actor=actor, verb="edit", about=locked)
    return locked


@transaction.atomic
def retire_question(question: Question, *, is_retired: bool, actor: Actor) -> None:
    """A retired question is picked no more; where it stands already it stays."""
    locked = Question.objects.select_for_update(of=("self",)).select_related("bank").get(pk=question.pk)
    if not can_edit_bank(actor, locked.bank):
        raise PermissionDenied
    if locked.is_retired != is_retired:
        Question.objects.filter(pk=locked.pk).update(is_retired=is_retired)
        audit.record(actor=actor, verb="retire" if is_retired else "take-back", about=locked)


def is_fixed(question: Question) -> bool:
    """It stands in an assessment that is or was open to learners."""
    return question.cited_in.exclude(assessment__state="draft").exists()


def _fill(
    question: Question, *, kind: str, stem: str, choices: Choices, answer: list[Any], explanation: str, source: str
) -> None:
    question.kind, question.answer, question.source = kind, answer, source[:200]
    question.stem, question.explanation = cleaned(stem), cleaned(explanation)
    question.choices = [{"key": choice["key"], "html": cleaned(choice["html"])} for choice in choices]
    check_question(kind, question.stem, question.choices, answer)
    question.save()


def _of_library(points: Iterable[KnowledgePoint], bank: QuestionBank) -> list[KnowledgePoint]:
    return [point for point in points if point.library_id == bank.library_id]
