"""The pages of an application, as its people see them."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.accounts.builders import a_member, signed_in
from tests.projects.builders import (
    a_cycle,
    a_host,
    a_library,
    a_loaded_rulebook,
    a_submitted_application,
    an_application,
    fill_in,
)
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.projects.actions.section import save_section
from zyk.projects.actions.submission import return_to_writer, submit_application
from zyk.projects.enums import ApplicationState, BudgetScope
from zyk.projects.models import Application, SectionDraft

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[1] / "workbooks"
MEDIA = Path(__file__).parents[2] / "media" / "samples"


def address(name: str, application: Application, *rest: Any) -> str:
    return reverse(f"projects:{name}", args=[application.uuid, *rest])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def a_workbook(name: str, **cells: Any) -> SimpleUploadedFile:
    book = load_workbook(SAMPLES / f"{name}.xlsx")
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(f"{name}.xlsx", buffer.getvalue())


@pytest.fixture
def writer_and_application() -> tuple[Actor, Application]:
    application = an_application()
    return a_host(application), application


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_form_opens_in_both_languages(
    client: Client, writer_and_application: tuple[Actor, Application], language: str
) -> None:
    writer, application = writer_and_application
    fill_in(application, writer, goals={"goals": "", "approach": ""})
    signed_in(client, writer)
    client.cookies["django_language"] = language
    form = application.cycle.rulebook.edition.form_of("candidate")
    pages = [address("section", application, section.code) for section in form.sections]
    pages += [address(name, application) for name in ("application", "attachments", "members", "check_application")]
    pages += [reverse("projects:applications"), reverse("projects:start_application"), reverse("projects:cycles")]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_an_application_is_started_from_its_page_once(client: Client) -> None:
    cycle, library = a_cycle(), a_library()
    signed_in(client, a_member(Role.HOST_EDITOR, library.lead_host))
    start = reverse("projects:start_application")
    assert library.name in text_of(client.get(start))
    sent = {
        "library": library.uuid,
        "kind": "candidate",
        "year": cycle.year,
        "once": "9b2f3c1e-1111-4222-8333-444455556666",
    }
    first, second = client.post(start, sent), client.post(start, sent)
    assert (first.status_code, second["Location"]) == (302, first["Location"])
    assert Application.objects.count() == 1


def test_a_section_keeps_what_is_wrong_and_says_so(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    signed_in(client, writer)
    page = address("section", application, "tasks")
    sent = {"version": 0, "tasks-0-number": "1", "tasks-0-need": "9", "tasks-0-target": "很多", "tasks-0-due_on": ""}
    assert client.post(page, sent, follow=True).status_code == 200
    shown = text_of(client.get(page))
    assert "没有编号为“9”的一行" in shown
    assert 'value="很多"' in shown
    assert 'href="#id_tasks-0-target"' in shown


def test_a_row_is_removed_without_any_script(client: Client, writer_and_application: tuple[Actor, Application]) -> None:
    writer, application = writer_and_application
    signed_in(client, writer)
    page = address("section", application, "needs")
    rows = {"needs-0-number": "1", "needs-1-number": "2", "needs-2-number": ""}
    client.post(page, {"version": 0, **rows})
    client.post(page, {"version": 1, **rows, "needs-0-remove": "on"})
    assert [row["number"] for row in SectionDraft.objects.get().content["needs"]] == ["2"]


def test_autosave_answers_with_the_new_version(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    signed_in(client, writer)
    page = address("section", application, "goals")
    answer = client.post(page, {"version": 0, "goals": "建成"}, headers={"HX-Request": "true"})
    assert 'id="version" value="1"' in text_of(answer)
    assert "已保存" in text_of(answer)


def test_a_conflict_shows_both_texts_and_saves_neither_silently(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    other = a_host(application, Role.PROJECT_LEAD)
    save_section(application=application, code="goals", content={"goals": "对方的目标"}, version=0, actor=other)
    signed_in(client, writer)
    page = address("section", application, "goals")
    autosave = client.post(page, {"version": 0, "goals": "我的目标"}, headers={"HX-Request": "true"})
    assert "还没有保存" in text_of(autosave)
    shown = client.post(page, {"version": 0, "goals": "我的目标"})
    assert shown.status_code == 409
    assert '<del class="z-gone">对方</del>' in text_of(shown)
    assert "我的目标" in text_of(shown)
    assert SectionDraft.objects.get().content == {"goals": "对方的目标"}
    client.post(page, {"version": 1, "goals": "合在一起的目标", "settles": "1"})
    assert SectionDraft.objects.get().content["goals"] == "合在一起的目标"


def test_a_workbook_is_read_shown_and_not_typed_over(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    signed_in(client, writer)
    upload = address("budget_workbook", application, "total")
    answer = client.post(upload, {"file": a_workbook("budget_2016")}, follow=True)
    assert "预算表已读入" in text_of(answer)
    assert "O28" in text_of(answer)
    assert 'value="96.00"' in text_of(answer)
    budget = application.budgets.get(scope=BudgetScope.TOTAL)
    assert (budget.form, budget.lines.count()) == ("2016", 94)
    page = address("section", application, "budget")
    client.post(page, {"version": 1, "budget-total-1-ministry": "1", "budget_note": "说明"})
    assert application.budgets.get(scope=BudgetScope.TOTAL).lines.count() == 94
    assert SectionDraft.objects.get().content["budget"]["total"]["1-ministry"] == "96.00"
    client.post(address("budget_typed", application, "total"))
    budget = application.budgets.get(scope=BudgetScope.TOTAL)
    assert (budget.form, sum(line.amount_fen for line in budget.lines.all())) == ("", 1_200_000_000)


def test_the_same_workbook_again_gives_the_same_rows(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    signed_in(client, writer)
    upload = address("budget_workbook", application, "total")
    for _time in range(2):
        client.post(upload, {"file": a_workbook("budget_2015")})
    assert {(budget.scope, budget.form) for budget in application.budgets.all()} == {
        ("total", "2015"),
        ("year-1", "2015"),
        ("year-2", "2015"),
    }
    assert application.budgets.get(scope="total").lines.count() == 83


def test_a_faulty_workbook_changes_nothing_and_names_its_cells(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    signed_in(client, writer)
    fill_in(application, writer)
    before = list(application.budgets.values_list("scope", "form", "pk"))
    upload = address("budget_workbook", application, "total")
    answer = client.post(upload, {"file": a_workbook("budget_2016", H8="很多", C6=16)})
    assert answer.status_code == 422
    assert "H8：" in text_of(answer)
    assert "C6：" in text_of(answer)
    assert list(application.budgets.values_list("scope", "form", "pk")) == before
    broken = client.post(upload, {"file": SimpleUploadedFile("x.xlsx", b"PK broken")})
    assert broken.status_code == 422


def test_a_performance_workbook_fills_the_section(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    signed_in(client, writer)
    file = a_workbook("performance_targets", A6="建成", E10=5000, C12="微课数（个）", E12="200")
    assert client.post(address("targets_workbook", application), {"file": file}).status_code == 302
    rows = list(application.performance_targets.values_list("code", "level3", "total"))
    assert ("users", "用户数", "5000") in rows
    assert ("", "微课数（个）", "200") in rows


def test_an_attachment_is_taken_by_content_replaced_and_removed(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    signed_in(client, writer)
    page = address("attachments", application)
    pdf, other = (MEDIA / "paper.pdf").read_bytes(), (MEDIA / "catalogue_zh.pdf").read_bytes()
    wrong = client.post(page, {"slot": "construction_plan", "file": SimpleUploadedFile("a.pdf", b"no pdf at all")})
    assert (wrong.status_code, application.attachments.count()) == (422, 0)
    client.post(page, {"slot": "construction_plan", "file": SimpleUploadedFile("方案.pdf", pdf)})
    held = application.attachments.get()
    sent = {"slot": "construction_plan", "file": SimpleUploadedFile("新方案.pdf", other), "replaces": held.pk}
    client.post(page, sent)
    assert [each.file_name for each in application.attachments.all()] == ["新方案.pdf"]
    client.post(address("remove_attachment", application, application.attachments.get().uuid))
    assert application.attachments.count() == 0


def test_units_are_found_named_and_answer_for_themselves(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    partner = a_member(Role.SEAL_KEEPER)
    signed_in(client, writer)
    page = address("members", application)
    assert partner.organisation.name in text_of(client.get(page, {"q": partner.organisation.name}))
    client.post(page, {"organisation": partner.organisation.code, "kind": "co-host", "duty": "实训"})
    assert [str(member.organisation) for member in application.members.all()] == [partner.organisation.name]
    client.logout()
    signed_in(client, partner)
    shown = text_of(client.get(address("application", application)))
    assert "确认参加" in shown
    client.post(address("answer_membership", application), {"answer": "confirm"})
    assert application.members.get().has_confirmed


def test_what_is_missing_is_listed_with_links_and_then_submitted_once(
    client: Client, writer_and_application: tuple[Actor, Application]
) -> None:
    writer, application = writer_and_application
    fill_in(application, writer, goals={"goals": "", "approach": "有"})
    signed_in(client, writer)
    check = text_of(client.get(address("check_application", application)))
    assert f"{address('section', application, 'goals')}?check=1#id_goals" in check
    sent = {"once": "9b2f3c1e-1111-4222-8333-444455556667"}
    assert client.post(address("submit_application", application), sent)["Location"].endswith("/check/")
    save_section(
        application=application, code="goals", content={"goals": "有", "approach": "有"}, version=1, actor=writer
    )
    sent = {"once": "9b2f3c1e-1111-4222-8333-444455556668"}
    for _time in range(2):
        assert client.post(address("submit_application", application), sent).status_code == 302
    assert application.revisions.count() == 1


def test_the_seal_keeper_seals_on_the_page_and_the_writer_does_not(client: Client) -> None:
    application, writer = a_submitted_application()
    keeper = a_member(Role.SEAL_KEEPER, application.lead_host)
    signed_in(client, writer)
    assert client.post(address("seal_application", application)).status_code == 404
    client.logout()
    signed_in(client, keeper)
    assert "盖章" in text_of(client.get(address("application", application)))
    refused = client.post(address("seal_application", application), {"decision": "return", "reason": ""}, follow=True)
    assert "请写明退回的理由" in text_of(refused)
    client.post(address("seal_application", application), {"decision": "seal"})
    application.refresh_from_db()
    assert application.state == ApplicationState.PROVINCE_REVIEW


def test_a_revision_is_printed_with_its_code_and_two_are_compared(client: Client) -> None:
    application, writer = a_submitted_application()
    keeper = a_member(Role.SEAL_KEEPER, application.lead_host)
    return_to_writer(application=application, reason="改", actor=keeper)
    fill_in(application, writer, goals={"goals": "全新的目标", "approach": "有"})
    submit_application(application=application, actor=writer)
    signed_in(client, writer)
    shown = text_of(client.get(address("revision", application, 1)))
    assert application.revisions.get(number=1).sha256 in shown
    compared = text_of(client.get(address("compare_revisions", application)))
    assert "全新的目标" in compared
    assert "共建共享机制" not in compared
    assert client.get(address("revision", application, 9)).status_code == 404


def test_another_edition_shows_its_own_form(client: Client) -> None:
    edition_2031 = Path(__file__).parents[2] / "rulebook" / "editions" / "test-2031.yaml"
    cycle = a_cycle(rulebook=a_loaded_rulebook(edition_2031))
    application = an_application(cycle=cycle)
    signed_in(client, a_host(application))
    for section in cycle.rulebook.edition.form_of("candidate").sections:
        shown = client.get(address("section", application, section.code))
        assert shown.status_code == 200
        assert section.title.zh in text_of(shown)
