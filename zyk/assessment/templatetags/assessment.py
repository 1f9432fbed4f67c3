"""`{% load assessment %}`: questions and answer sheets, for the pages of this context and those above."""

from typing import Any

import nh3
from django import template
from django.template.defaultfilters import floatformat, linebreaksbr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Attempt, Question
from zyk.assessment.queries import SheetLine, sheet_of
from zyk.assessment.rules.question import TRUE
from zyk.assessment.sheet import answer_as_text

register = template.Library()


@register.filter
def question_html(text: str) -> SafeString:
    """A stem, choice or explanation, cleaned once more on the way out."""
    return linebreaksbr(mark_safe(nh3.clean(text)), autoescape=False)  # noqa: S308


@register.filter
def plain(text: str) -> str:
    """Without tags, for lists."""
    return mark_safe(nh3.clean(text, tags=set()))  # type: ignore[no-any-return] # noqa: S308


@register.filter
def points_words(hundredths: int | None) -> str:
    """550 → 5.5."""
    return "—" if hundredths is None else floatformat(hundredths / 100, -2)


@register.filter
def key_words(question: Question) -> str:
    """The answer key in words."""
    if question.kind == QuestionKind.TRUE_FALSE:
        return pgettext("answer", "正确") if question.answer == [TRUE] else pgettext("answer", "错误")
    return answer_as_text(question)


@register.filter
def choice_words(choice: dict[str, str], question: Question) -> SafeString:
    if question.kind == QuestionKind.TRUE_FALSE:
        return mark_safe(pgettext("answer", "正确") if choice["key"] == TRUE else pgettext("answer", "错误"))  # noqa: S308
    return question_html(choice["html"])


@register.filter
def given_words(line: SheetLine) -> str:
    """What was answered, in words."""
    if line.question.kind == QuestionKind.TRUE_FALSE:
        return "、".join(
            pgettext("answer", "正确") if key == TRUE else pgettext("answer", "错误") for key in line.given
        )
    between = "" if line.question.kind == QuestionKind.MULTIPLE else "\n"
    return between.join(str(text) for text in line.given)


@register.inclusion_tag("assessment/tags/answer_sheet.html")
def answer_sheet(attempt: Attempt, typed: Any = None, errors: Any = None, is_grading: bool = False) -> dict[str, Any]:
    """Each question with what was answered, the key and the explanation; with `is_grading`, fields for points
    named `points-<item>` and `comment-<item>`. Only for an attempt that is handed in."""
    lines = [
        (line, (typed or {}).get(f"points-{line.item.pk}", ""), (typed or {}).get(f"comment-{line.item.pk}", ""),
         (errors or {}).get(f"points-{line.item.pk}", []))
        for line in sheet_of(attempt)
    ]  # fmt: skip
    return {"lines": lines, "attempt": attempt, "is_grading": is_grading}
