import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.accounts.builders import a_member, signed_in
from tests.assessment.builders import a_bank, a_question, an_assessment
from tests.library.builders import a_library, leader_of, on_team
from zyk.accounts.enums import Role
from zyk.assessment.actions import create_bank, edit_question, retire_question
from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Question, QuestionBank
from zyk.assessment.queries import with_counts
from zyk.assessment.sheet import COLUMNS
from zyk.common.moves import NotInThisState
from zyk.library.enums import TeamRole

pytestmark = pytest.mark.django_db


def test_only_the_team_makes_a_bank() -> None:
    library = a_library()
    with pytest.raises(PermissionDenied):
        create_bank(library, title="题库", actor=a_member(Role.TEACHER))
    with pytest.raises(PermissionDenied):
        create_bank(library, title="题库", actor=on_team(library, TeamRole.REVIEWER))
    assert create_bank(library, title="题库", actor=on_team(library)).title == "题库"


def test_what_could_run_is_cleaned_out_of_a_question() -> None:
    question = a_question(stem="<b>题</b><script>alert(1)</script>", explanation='<a onclick="x()">解</a>')
    assert question.stem == "<b>题</b>"
    assert "onclick" not in question.explanation


@pytest.mark.parametrize(
    ("kind", "fields", "refused"),
    [
        (QuestionKind.SINGLE, {"stem": "<script>x</script>"}, "stem"),
        (QuestionKind.SINGLE, {"choices": [{"key": "A", "html": "一"}]}, "choices"),
        (QuestionKind.SINGLE, {"answer": ["D"]}, "answer"),
        (QuestionKind.SINGLE, {"answer": ["A", "B"]}, "answer"),
        (QuestionKind.MULTIPLE, {"answer": []}, "answer"),
        (QuestionKind.FILL, {"answer": []}, "answer"),
        (QuestionKind.FILL, {"answer": [["一"], []]}, "answer"),
        (QuestionKind.TRUE_FALSE, {"answer": ["X"]}, "answer"),
    ],
)
def test_a_question_nobody_could_answer_is_refused(kind: str, fields: dict, refused: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        a_question(kind=kind, **fields)
    assert refused in refusal.value.message_dict
    assert Question.objects.count() == 0


def test_a_question_in_a_published_assessment_stays_but_its_explanation_may_change() -> None:
    question = an_assessment().items.get().question
    leader = leader_of(question.bank.library)
    same = {"stem": question.stem, "choices": question.choices, "answer": question.answer, "actor": leader}
    edit_question(question, **same | {"explanation": "新的解析"})  # type: ignore[arg-type]
    question.refresh_from_db()
    assert question.explanation == "新的解析"
    with pytest.raises(NotInThisState):
        edit_question(question, **same | {"answer": ["A"]})  # type: ignore[arg-type]
    question.refresh_from_db()
    assert question.answer == ["B"]


def test_a_bank_counts_what_the_monitoring_wants() -> None:
    assessment = an_assessment(kinds=(QuestionKind.SINGLE, QuestionKind.ESSAY))
    bank = QuestionBank.objects.get()
    retired = a_question(bank, QuestionKind.FILL)
    retire_question(retired, is_retired=True, actor=leader_of(bank.library))
    a_question(bank, QuestionKind.TRUE_FALSE)
    counted = with_counts(QuestionBank.objects.filter(pk=bank.pk)).get()
    figures = [counted.question_count, counted.objective_count, counted.subjective_count, counted.cited_count]  # type: ignore[attr-defined]
    assert figures == [3, 2, 1, 2]
    assert counted.used_count == 0  # type: ignore[attr-defined]
    assert assessment.items.count() == 2


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_every_kind_is_written_on_its_page(client: Client, kind: str) -> None:
    bank = a_bank()
    signed_in(client, leader_of(bank.library))
    url = reverse("assessment:new_question", args=[bank.uuid, kind])
    assert client.get(url).status_code == 200
    answers: dict[str, dict[str, Any]] = {
        "single": {"choice-A": "一", "choice-B": "二", "right": "B"},
        "multiple": {"choice-A": "一", "choice-B": "二", "choice-C": "三", "right": ["A", "C"]},
        "true-false": {"answer": "F"},
        "fill": {"answer": "0.7|0.70\nmm"},
        "essay": {"answer": "要点"},
    }
    point = bank.library.points.all()[0]
    response = client.post(url, {"stem": "题 a < b", "points": [point.pk]} | answers[kind])
    assert response.status_code == 302
    question = Question.objects.get()
    assert (
        question.answer
        == {
            "single": ["B"],
            "multiple": ["A", "C"],
            "true-false": ["F"],
            "fill": [["0.7", "0.70"], ["mm"]],
            "essay": ["要点"],
        }[kind]
    )
    assert list(question.points.all()) == [point]
    shown = client.get(reverse("assessment:question", args=[question.uuid])).content.decode()
    assert "题 a &lt; b" in shown
    assert "&amp;lt;" not in shown


def test_a_faulty_question_keeps_what_was_typed(client: Client) -> None:
    bank = a_bank()
    signed_in(client, leader_of(bank.library))
    url = reverse("assessment:new_question", args=[bank.uuid, "single"])
    shown = client.post(url, {"stem": "只有一个选项", "choice-A": "孤零零"}).content.decode()
    assert "孤零零" in shown
    assert "请至少填写两个选项" in shown


def test_the_exported_workbook_is_taken_over_again_without_change(client: Client) -> None:
    bank = a_bank()
    for kind in QuestionKind.values:
        a_question(bank, kind)
    a_question(bank, stem="=1+1 等于几？")
    signed_in(client, leader_of(bank.library))
    book = client.get(reverse("assessment:export", args=[bank.uuid])).content
    before = list(Question.objects.order_by("pk").values_list("stem", "answer", "choices", "explanation"))
    response = _upload(client, bank, book)
    assert response.status_code == 302
    assert list(Question.objects.order_by("pk").values_list("stem", "answer", "choices", "explanation")) == before


def test_a_changed_row_changes_its_question_and_a_new_row_adds_one(client: Client) -> None:
    question = a_question()
    signed_in(client, leader_of(question.bank.library))
    book = load_workbook(io.BytesIO(client.get(reverse("assessment:export", args=[question.bank.uuid])).content))
    sheet = book.worksheets[0]
    columns = [cell.value for cell in sheet[1]]
    sheet.cell(2, columns.index("题干") + 1).value = "改过的题干"
    sheet.append([{"题型": "填空题", "题干": "单位是____", "答案": "mm|毫米"}.get(str(name)) for name in columns])
    assert _upload(client, question.bank, _bytes(book)).status_code == 302
    assert list(Question.objects.order_by("pk").values_list("stem", "answer")) == [
        ("改过的题干", ["B"]),
        ("单位是____", [["mm", "毫米"]]),
    ]


def test_one_faulty_row_changes_nothing_and_names_its_cell(client: Client) -> None:
    bank = a_bank()
    signed_in(client, leader_of(bank.library))
    book = Workbook()
    names = list(COLUMNS.values())
    book.worksheets[0].append(names)
    book.worksheets[0].append([{"题型": "判断题", "题干": "好题", "答案": "正确"}.get(name) for name in names])
    book.worksheets[0].append(
        [{"题型": "单选", "题干": "坏题", "答案": "A", "知识点/技能点": "没有"}.get(n) for n in names]
    )
    response = _upload(client, bank, _bytes(book))
    shown = response.content.decode()
    assert response.status_code == 200
    assert "B3" in shown
    assert "题型只能是" in shown
    assert "没有导入任何试题" in shown
    assert Question.objects.count() == 0


def test_somebody_elses_bank_does_not_exist(client: Client) -> None:
    question = a_question()
    for actor in (a_member(Role.TEACHER), a_member(Role.STUDENT), leader_of(a_library())):
        signed_in(client, actor)
        for url in (
            reverse("assessment:bank", args=[question.bank.uuid]),
            reverse("assessment:export", args=[question.bank.uuid]),
            reverse("assessment:take_over", args=[question.bank.uuid]),
            reverse("assessment:new_question", args=[question.bank.uuid, "single"]),
            reverse("assessment:question", args=[question.uuid]),
        ):
            assert client.get(url).status_code == 404, url
        assert client.post(reverse("assessment:retire", args=[question.uuid])).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "客观题"), ("en", "Objective")])
def test_the_list_of_banks_speaks_both_languages(client: Client, language: str, word: str) -> None:
    bank = a_bank()
    signed_in(client, leader_of(bank.library))
    shown = client.get(reverse("assessment:banks"), headers={"accept-language": language}).content.decode()
    assert word in shown
    assert bank.title in shown


def test_a_bank_of_thirty_costs_no_more_queries_than_one(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    bank = a_bank()
    signed_in(client, leader_of(bank.library))
    a_question(bank)
    client.get(reverse("assessment:bank", args=[bank.uuid]))
    for _ in range(29):
        a_question(bank, QuestionKind.TRUE_FALSE)
    with django_assert_max_num_queries(20):
        assert client.get(reverse("assessment:bank", args=[bank.uuid])).status_code == 200


def _upload(client: Client, bank: QuestionBank, book: bytes):  # type: ignore[no-untyped-def]
    return client.post(
        reverse("assessment:take_over", args=[bank.uuid]), {"file": SimpleUploadedFile("试题.xlsx", book)}
    )


def _bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
