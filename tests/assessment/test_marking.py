from typing import Any

import pytest

from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Question
from zyk.assessment.rules.marking import marked


@pytest.mark.parametrize(
    ("kind", "answer", "given", "points"),
    [
        (QuestionKind.SINGLE, ["B"], ["B"], 100),
        (QuestionKind.SINGLE, ["B"], ["A"], 0),
        (QuestionKind.SINGLE, ["B"], [], 0),
        (QuestionKind.MULTIPLE, ["A", "C"], ["C", "A"], 100),
        (QuestionKind.MULTIPLE, ["A", "C"], ["A"], 0),
        (QuestionKind.TRUE_FALSE, ["T"], ["T"], 100),
        (QuestionKind.FILL, [["0.7", "0.70"], ["mm"]], ["０.７", " MM "], 100),
        (QuestionKind.FILL, [["0.7"], ["mm"]], ["0.7", "cm"], 50),
        (QuestionKind.FILL, [["a"], ["b"], ["c"]], ["a"], 33),
        (QuestionKind.ESSAY, ["要点"], ["要点"], None),
    ],
)
def test_an_answer_is_marked_by_its_kind(kind: str, answer: list[Any], given: list[str], points: int | None) -> None:
    assert marked(Question(kind=kind, answer=answer), given, 100) == points
