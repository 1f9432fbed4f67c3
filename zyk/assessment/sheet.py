"""A bank as a worksheet: one row a question, the same columns out and in."""

import html
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Question
from zyk.assessment.rules.question import FALSE, TRUE, TRUE_FALSE_CHOICES
from zyk.common.imports import Row
from zyk.common.spreadsheets import FORMULA_STARTS

KEYS = "ABCDEFGH"
# Headings are the worksheet's own language, the same on English pages.
COLUMNS = {
    "uuid": "编号",
    "kind": "题型",
    "stem": "题干",
    **{f"choice_{key}": f"选项{key}" for key in KEYS},
    "answer": "答案",
    "explanation": "解析",
    "points": "知识点/技能点",
    "source": "来源",
}
NEEDED = ("kind", "stem", "answer")
OPTIONAL = tuple(key for key in COLUMNS if key not in NEEDED)
KIND_WORDS = {
    "单选题": QuestionKind.SINGLE,
    "多选题": QuestionKind.MULTIPLE,
    "判断题": QuestionKind.TRUE_FALSE,
    "填空题": QuestionKind.FILL,
    "简答题": QuestionKind.ESSAY,
}
_WORD_OF_KIND = {kind: word for word, kind in KIND_WORDS.items()}
_TRUE_WORDS = {"正确", "对", "是", "√", "t", "true", "y"}
_FALSE_WORDS = {"错误", "错", "否", "×", "x", "f", "false", "n"}


def as_typed(stored: str) -> str:
    """Stored HTML as its author typed it, when it is plain text."""
    return stored if "<" in stored else html.unescape(stored)


def answer_as_text(question: Question, *, between: str = "\n") -> str:
    """The key in one text: letters, 正确/错误, blanks one after another with alternatives, or the model answer."""
    kind = QuestionKind(question.kind)
    if kind is QuestionKind.TRUE_FALSE:
        return "正确" if question.answer == [TRUE] else "错误"
    if kind is QuestionKind.FILL:
        return between.join("|".join(texts) if isinstance(texts, list) else str(texts) for texts in question.answer)
    if kind is QuestionKind.ESSAY:
        return "\n".join(map(str, question.answer))
    return "".join(map(str, question.answer))


def blanks_of(text: str) -> list[list[str]]:
    """One blank a line (or between ；); accepted alternatives are divided by |."""
    lines = [line for line in re.split(r"[\n；]", text) if line.strip()]
    return [[part.strip() for part in re.split(r"[|｜]", line) if part.strip()] for line in lines]


def rows_of(questions: Iterable[Question]) -> Iterable[list[Any]]:
    """Worksheet rows in the order of COLUMNS; questions come with prefetched points."""
    for question in questions:
        choices = {choice["key"]: as_typed(choice["html"]) for choice in question.choices}
        is_choosing = question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
        yield [
            str(question.uuid),
            _WORD_OF_KIND[QuestionKind(question.kind)],
            as_typed(question.stem),
            *(choices.get(key, "") if is_choosing else "" for key in KEYS),
            answer_as_text(question, between="；"),
            as_typed(question.explanation),
            "、".join(point.title for point in question.points.all()),
            question.source,
        ]


def question_in(row: Row) -> dict[str, Any]:
    """The fields of a question from a row; ValidationError by column key."""
    row = {key: _as_written(text) for key, text in row.items()}
    kind = KIND_WORDS.get(row["kind"])
    if kind is None:
        raise ValidationError({"kind": _("题型只能是：%(kinds)s") % {"kinds": "、".join(KIND_WORDS)}})
    return {
        "kind": kind,
        "stem": row["stem"],
        "choices": choices_in(kind, {key: row[f"choice_{key}"] for key in KEYS}),
        "answer": answer_in(kind, row["answer"]),
        "explanation": row["explanation"],
        "source": row["source"],
    }


def choices_in(kind: QuestionKind, texts: dict[str, str]) -> list[dict[str, str]]:
    if kind is QuestionKind.TRUE_FALSE:
        return list(TRUE_FALSE_CHOICES)
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        return [{"key": key, "html": text} for key, text in texts.items() if text.strip()]
    return []


def answer_in(kind: QuestionKind, text: str) -> list[Any]:
    if kind is QuestionKind.TRUE_FALSE:
        word = text.strip().casefold()
        if word in _TRUE_WORDS:
            return [TRUE]
        return [FALSE] if word in _FALSE_WORDS else []
    if kind is QuestionKind.FILL:
        return list(blanks_of(text))
    if kind is QuestionKind.ESSAY:
        return [text.strip()] if text.strip() else []
    return sorted(set(re.sub(r"[\s,，、;；]", "", text).upper()))


def _as_written(text: str) -> str:
    """Without the mark that kept a text from being read as a formula."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text
