"""QTI 1.2 as Common Cartridge profiles it: choice, multiple response, true or false, fill-in, essay."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from zyk.assessment.enums import QuestionKind
from zyk.interop.cartridge.archive import child, children, descendants, text_of

PROFILES = {
    "cc.multiple_choice": QuestionKind.SINGLE,
    "cc.multiple_response": QuestionKind.MULTIPLE,
    "cc.true_false": QuestionKind.TRUE_FALSE,
    "cc.fib": QuestionKind.FILL,
    "cc.essay": QuestionKind.ESSAY,
}


@dataclass(frozen=True)
class ReadQuestion:
    kind: QuestionKind
    stem: str
    choices: list[dict[str, str]] = field(default_factory=list)
    answer: list[Any] = field(default_factory=list)
    explanation: str = ""


@dataclass(frozen=True)
class ReadAssessment:
    """`left_out` tells, by item title, why an item could not be taken over."""

    title: str
    attempts_allowed: int | None
    questions: list[ReadQuestion]
    left_out: list[tuple[str, str]]


def read_assessment(root: etree._Element) -> ReadAssessment:
    """Read the assessment or question bank of one QTI file."""
    top = next(iter(descendants(root, "assessment") or descendants(root, "objectbank")), root)
    questions, left_out = [], []
    for item in descendants(top, "item"):
        question = _question(item)
        if question is None:
            left_out.append((item.get("title", item.get("ident", "")), _field(item, "cc_profile") or "QTI"))
        else:
            questions.append(question)
    attempts = _field(top, "cc_maxattempts")
    return ReadAssessment(
        title=top.get("title", "")[:160],
        attempts_allowed=int(attempts) if attempts.isdigit() else None,
        questions=questions,
        left_out=left_out,
    )


def _question(item: etree._Element) -> ReadQuestion | None:
    profile = _field(item, "cc_profile").rsplit(".v", 1)[0]
    kind = PROFILES.get(profile)
    presentation = child(item, "presentation")
    if kind is None or presentation is None:
        return None
    stem = _material(presentation)
    if kind is QuestionKind.ESSAY:
        return ReadQuestion(kind, stem, explanation=_feedback(item))
    right = _right_answers(item)
    if kind is QuestionKind.FILL:
        return ReadQuestion(kind, stem, answer=[right], explanation=_feedback(item)) if right else None
    labels = descendants(presentation, "response_label")
    keys = {label.get("ident", ""): _key(index) for index, label in enumerate(labels)}
    choices = [{"key": keys[label.get("ident", "")], "html": _material(label)} for label in labels]
    answer = [keys[ident] for ident in right if ident in keys]
    return ReadQuestion(kind, stem, choices, answer, _feedback(item)) if answer and choices else None


def _right_answers(item: etree._Element) -> list[str]:
    """Texts of `varequal` under the condition that gives the full score, those inside `not` left out."""
    for condition in descendants(item, "respcondition"):
        scores = [each for each in descendants(condition, "setvar") if text_of(each).startswith("100")]
        variables = child(condition, "conditionvar")
        if scores and variables is not None:
            return [text_of(each) for each in descendants(variables, "varequal") if not _is_negated(each)]
    return []


def _is_negated(element: etree._Element) -> bool:
    return any(isinstance(above.tag, str) and above.tag.endswith("not") for above in element.iterancestors())


def _material(element: etree._Element) -> str:
    texts = []
    for material in children(element, "material"):
        texts += [text_of(each) for each in children(material, "mattext")]
    return "\n".join(texts)


def _feedback(item: etree._Element) -> str:
    for feedback in descendants(item, "itemfeedback"):
        if feedback.get("ident") == "general_fb":
            return "\n".join(text_of(each) for each in descendants(feedback, "mattext"))
    return ""


def _field(element: etree._Element, label: str) -> str:
    for entry in descendants(element, "qtimetadatafield"):
        if text_of(child(entry, "fieldlabel")) == label:
            return text_of(child(entry, "fieldentry"))
    return ""


def _key(index: int) -> str:
    """A, B, … Z, then A1, B1, …"""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index % 26] + (str(index // 26) if index >= 26 else "")
