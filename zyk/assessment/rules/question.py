"""When a question can be answered, and what may stand in its text."""

import re
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zyk.assessment.enums import QuestionKind

MAX_TEXT = 20_000
TRUE, FALSE = "T", "F"
TRUE_FALSE_CHOICES = [{"key": TRUE, "html": "正确"}, {"key": FALSE, "html": "错误"}]
_CHOOSING = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE)


def cleaned(html: str) -> str:
    """Without anything that could run; line ends are `\\n`."""
    return nh3.clean(html.replace("\r\n", "\n")).strip()


def check_question(kind: str, stem: str, choices: list[dict[str, str]], answer: list[Any]) -> None:
    """A question can be answered: it has a stem, and its key names choices that exist."""
    errors = {}
    keys = [choice["key"] for choice in choices]
    if _is_blank(stem):
        errors["stem"] = _("请填写题干")
    if len(stem) > MAX_TEXT:
        errors["stem"] = _("题干过长，最多 %(most)d 字") % {"most": MAX_TEXT}
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE) and len(choices) < 2:
        errors["choices"] = _("请至少填写两个选项")
    elif len(set(keys)) != len(keys) or any(_is_blank(choice["html"]) for choice in choices):
        errors["choices"] = _("选项不能为空，也不能重复编号")
    if kind in _CHOOSING:
        if not answer or not set(map(str, answer)) <= set(keys):
            errors["answer"] = _("请从选项中指定正确答案")
        elif kind != QuestionKind.MULTIPLE and len(answer) != 1:
            errors["answer"] = _("单选题和判断题只能有一个正确答案")
    if kind == QuestionKind.FILL and not _has_every_blank(answer):
        errors["answer"] = _("请填写每个空的参考答案")
    if errors:
        raise ValidationError(errors)


def _has_every_blank(answer: list[Any]) -> bool:
    return bool(answer) and all(any(map(str.strip, texts if isinstance(texts, list) else [texts])) for texts in answer)


def _is_blank(html: str) -> bool:
    return not re.sub(r"<(?!img)[^>]*>|&nbsp;", "", html).strip()
