from collections.abc import Iterable
from typing import Any

import nh3
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Question, QuestionBank
from zyk.assessment.rules.access import can_edit_bank
from zyk.common import audit
from zyk.library.models import KnowledgePoint, Library


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
    choices: list[dict[str, str]],
    answer: list[Any],
    actor: Actor,
    explanation: str = "",
    points: Iterable[KnowledgePoint] = (),
    source: str = "",
) -> Question:
    """Add a question; the stem, choices and explanation are cleaned of everything that could run."""
    if not can_edit_bank(actor, bank):
        raise PermissionDenied
    check_question(kind, stem, choices, answer)
    question = Question.objects.create(
        bank=bank,
        kind=kind,
        stem=nh3.clean(stem),
        choices=[{"key": choice["key"], "html": nh3.clean(choice["html"])} for choice in choices],
        answer=answer,
        explanation=nh3.clean(explanation),
        source=source,
        created_by=actor.user,
    )
    question.points.set(points)
    return question


def check_question(kind: str, stem: str, choices: list[dict[str, str]], answer: list[Any]) -> None:
    """A question can be answered: it has a stem, and its key names choices that exist."""
    errors = {}
    keys = {choice["key"] for choice in choices}
    if not stem.strip():
        errors["stem"] = _("请填写题干")
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE) and len(choices) < 2:
        errors["choices"] = _("请至少填写两个选项")
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE):
        if not answer or not set(map(str, answer)) <= keys:
            errors["answer"] = _("请从选项中指定正确答案")
        elif kind != QuestionKind.MULTIPLE and len(answer) != 1:
            errors["answer"] = _("单选题和判断题只能有一个正确答案")
    if kind == QuestionKind.FILL and not answer:
        errors["answer"] = _("请填写每个空的参考答案")
    if errors:
        raise ValidationError(errors)
