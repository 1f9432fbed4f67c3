"""Banks, questions and assessments for tests of this context and those above."""

from typing import Any

from tests.library.builders import a_course, a_library, leader_of
from zyk.assessment.actions import add_question, create_assessment, create_bank, publish_assessment
from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Assessment, Question, QuestionBank
from zyk.assessment.rules.question import TRUE_FALSE_CHOICES
from zyk.library.models import Course, Library

_ANSWERS: dict[str, tuple[list[dict[str, str]], list[Any]]] = {
    QuestionKind.SINGLE: ([{"key": "A", "html": "取平均值"}, {"key": "B", "html": "取最大值"}], ["B"]),
    QuestionKind.MULTIPLE: ([{"key": k, "html": f"选项{k}"} for k in "ABC"], ["A", "C"]),
    QuestionKind.TRUE_FALSE: (TRUE_FALSE_CHOICES, ["T"]),
    QuestionKind.FILL: ([], [["0.7", "0.70"], ["mm"]]),
    QuestionKind.ESSAY: ([], ["断电、挂牌、验电。"]),
}


def a_bank(library: Library | None = None, title: str = "制动器题库") -> QuestionBank:
    library = library or a_library()
    return create_bank(library, title=title, actor=leader_of(library))


def a_question(bank: QuestionBank | None = None, kind: str = QuestionKind.SINGLE, **fields: Any) -> Question:
    bank = bank or a_bank()
    choices, answer = _ANSWERS[kind]
    described = {"stem": "间隙应当怎样判定？", "explanation": "以最大值判定。", "choices": choices, "answer": answer}
    return add_question(bank, kind=kind, actor=leader_of(bank.library), **(described | fields))


def an_assessment(
    course: Course | None = None, kinds: tuple[str, ...] = (QuestionKind.SINGLE,), published: bool = True, **fields: Any
) -> Assessment:
    """An assessment with one question of each kind named, worth one point each."""
    course = course or a_course()
    bank = a_bank(course.library)
    questions = [a_question(bank, kind) for kind in kinds]
    leader = leader_of(course.library)
    described: dict[str, Any] = {"title": "小测：制动器", "questions": questions, "actor": leader}
    made = create_assessment(course, **(described | fields))
    if published:
        publish_assessment(made, actor=leader)
    return made
