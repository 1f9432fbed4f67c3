"""How objective questions are marked: all right or nothing, except fill-in questions, which count blank by blank."""

import unicodedata
from typing import Any

from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Question


def marked(question: Question, given: list[Any], maximum_hundredths: int) -> int | None:
    """Points (hundredths) for what was given; None when only a person can judge (essay)."""
    kind = QuestionKind(question.kind)
    if not kind.is_objective:
        return None
    if kind is QuestionKind.FILL:
        return _blanks(question.answer, given, maximum_hundredths)
    return maximum_hundredths if {str(key) for key in given} == {str(key) for key in question.answer} else 0


def _blanks(accepted: list[Any], given: list[Any], maximum_hundredths: int) -> int:
    """`accepted` holds one entry a blank: a text, or a list of texts that are all right."""
    right = 0
    for index, texts in enumerate(accepted):
        wanted = {_plain(text) for text in (texts if isinstance(texts, list) else [texts])}
        right += index < len(given) and _plain(given[index]) in wanted
    return round(maximum_hundredths * right / len(accepted)) if accepted else 0


def _plain(text: Any) -> str:
    """Full-width and half-width, upper and lower case, and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", str(text)).casefold().split())
