"""Printed copies of a revision, and the public page that checks a printed code."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from tests.accounts.builders import a_member, signed_in
from tests.projects.builders import a_host, a_revision, a_submitted_application, an_application, fill_in
from zyk.accounts.enums import Role
from zyk.media import store
from zyk.projects.actions.printing import STUCK_AFTER, ask_for_copy, make_copy, resume_copies
from zyk.projects.actions.submission import submit_application
from zyk.projects.enums import ApplicationState
from zyk.projects.enums.printing import PrintForm, PrintState
from zyk.projects.models import Application, Evidence, PrintedCopy, Revision
from zyk.projects.printing.document import code_of, verify_address

pytestmark = pytest.mark.django_db


def page_texts(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def content_of(copy: PrintedCopy) -> bytes:
    assert copy.file is not None
    with store.local_copy(copy.file.storage_name) as path:
        return path.read_bytes()


def made(revision: Revision, form: PrintForm) -> PrintedCopy:
    copy = ask_for_copy(revision, form, actor=a_host(revision.application))
    make_copy(copy.pk)
    copy.refresh_from_db()
    assert (copy.state, copy.failure, copy.progress) == (PrintState.READY, "", 100)
    return copy


def test_every_page_of_the_pdf_bears_number_revision_and_code_and_what_was_typed_is_no_markup() -> None:
    application = an_application()
    writer = a_host(application)
    typed = {"safeguards": "#pagebreak() *保障* $x$ <b>措施</b> \\", "rights_commitment": "committed"}
    fill_in(application, writer, guarantee=typed)
    revision = submit_application(application=application, actor=writer)
    pages = page_texts(content_of(made(revision, PrintForm.PDF)))
    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        assert application.number in page
        assert "第 1 次修订" in page
        assert revision.sha256 in page
        assert f"第 {number} 页，共 {len(pages)} 页" in page
    whole = "".join(pages)
    assert typed["safeguards"] in whole
    assert "备选资源库申请书" in pages[0]


def test_the_docx_says_the_same_and_its_footer_bears_the_code() -> None:
    application, _writer = a_submitted_application()
    revision = application.revisions.get()
    document = Document(BytesIO(content_of(made(revision, PrintForm.DOCX))))
    footer = "".join(
        paragraph.text
        for table in document.sections[0].footer.tables
        for cell in table.rows[0].cells
        for paragraph in cell.paragraphs
    )
    assert application.number in footer
    assert revision.sha256 in footer
    assert any("建设目标与思路" in paragraph.text for paragraph in document.paragraphs)


def test_a_copy_is_made_once_and_one_left_in_hand_is_taken_up_again() -> None:
    application, writer = a_submitted_application()
    copy = application.revisions.get().printed_copies.get()  # asked for by the submission itself
    assert copy.state == PrintState.QUEUED
    assert ask_for_copy(copy.revision, PrintForm.PDF, actor=writer) == copy
    long_ago = timezone.now() - STUCK_AFTER * 2
    PrintedCopy.objects.update(state=PrintState.MAKING, began_at=long_ago, asked_at=long_ago)
    assert make_copy(copy.pk) is None
    assert resume_copies(timezone.now()) == [copy.pk]
    make_copy(copy.pk)
    first = PrintedCopy.objects.get()
    make_copy(copy.pk)
    assert (first.state, PrintedCopy.objects.get().file_id) == (PrintState.READY, first.file_id)


def test_a_copy_that_failed_says_why_and_is_asked_for_again() -> None:
    application = an_application(state=ApplicationState.UNIT_REVIEW)
    revision = application.revisions.get()
    whole = revision.content
    Revision.objects.update(content={"sections": [{"title": {}}]})
    copy = ask_for_copy(revision, PrintForm.PDF, actor=a_host(application))
    make_copy(copy.pk)
    copy.refresh_from_db()
    assert copy.state == PrintState.FAILED
    assert copy.failure
    Revision.objects.update(content=whole)
    assert made(revision, PrintForm.PDF).pk == copy.pk


def test_the_revision_page_offers_copies_to_those_who_see_it_and_to_nobody_else(client: Client) -> None:
    application = an_application(state=ApplicationState.UNIT_REVIEW)
    page = reverse("projects:revision", args=[application.uuid, 1])
    ask = reverse("projects:ask_copy", args=[application.uuid, 1])
    signed_in(client, a_member(Role.HOST_EDITOR))
    assert client.post(ask, {"form": "docx"}).status_code == 404
    signed_in(client, a_host(application))
    assert client.post(ask, {"form": "odt"}).status_code == 404
    assert client.post(ask, {"form": "docx"})["Location"] == page
    assert "排队生成" in client.get(page).content.decode()
    make_copy(PrintedCopy.objects.get().pk)
    part = client.get(reverse("projects:copies", args=[application.uuid, 1])).content.decode()
    assert f"{application.number}-第1次修订.docx" in part
    assert "hx-get" not in part


def answer(client: Client, application: Application, code: str) -> Any:
    return client.get(reverse("projects:verify_code", args=[application.number, code])).content.decode()


def test_anyone_checks_a_printed_code_and_learns_nothing_of_the_contents(client: Client) -> None:
    application = an_application(state=ApplicationState.UNIT_REVIEW)
    first = application.revisions.get()
    page = answer(client, application, first.sha256[:12])
    assert "相符：这是最新修订" in page
    assert application.library.name not in page
    assert application.lead_host.name not in page
    Revision.objects.filter(pk=first.pk).update(sha256="f" * 64)
    a_revision(application, number=2)
    assert "这不是最新修订" in answer(client, application, "f" * 12)
    for wrong in (first.sha256[:11], "0" * 12, "%25%25%25%25%25%25%25%25%25%25%25%25", "_" * 12):
        assert "没有与此编号和校验码相符的申请书" in answer(client, application, wrong)


def test_submission_keeps_each_computed_figure_with_its_formula() -> None:
    application, _writer = a_submitted_application()
    evidence = {each.measure: each for each in Evidence.objects.filter(revision__application=application)}
    assert evidence["courses_total"].value == 0
    assert evidence["courses_total"].formula_version == "2019/courses_total@rows"
    assert (evidence["users_total"].value, evidence["users_total"].formula_version) == (None, "")


def test_a_scanned_address_is_taken_for_the_code_it_carries() -> None:
    application = an_application(state=ApplicationState.UNIT_REVIEW)
    sha256 = application.revisions.get().sha256
    assert code_of(verify_address(application.number, sha256)) == sha256[:12]
    assert code_of(f" {sha256.upper()} ") == sha256
