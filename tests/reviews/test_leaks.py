"""Blind review leaks at its side doors: each door is tried by each role that is not let in."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image

from tests.accounts.builders import a_member, an_organisation, signed_in
from tests.reviews.builders import CRITERIA, a_dossier, an_expert, as_actor
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification, User
from zyk.common.audit import SYSTEM
from zyk.media.actions import store_file
from zyk.reviews.actions import (
    assign_reviews,
    declare_recusal,
    invite_members,
    move_panel,
    note_new_units,
    register_expert,
    reopen_review,
    seat_expert,
    set_up_panel,
    submit_review,
)
from zyk.reviews.actions.blind_files import make_blind_copy
from zyk.reviews.actions.expert import add_affiliation
from zyk.reviews.actions.panel import expire_invitations
from zyk.reviews.blind_files import NotBlind, blinded_copy
from zyk.reviews.models import BlindFile, Expert, Panel, Review
from zyk.reviews.rules.recusal import RecusalPolicy, may_judge

pytestmark = pytest.mark.django_db
UNIT, LIBRARY, PERSON = "江南演示职业技术学院", "江南数控专业教学资源库", "欧阳演示"
OUTSIDERS = (Role.HOST_EDITOR, Role.PROVINCE_OFFICER, Role.TEACHER, Role.EXPERT)


def a_docx() -> bytes:
    document = Document()
    document.core_properties.author = PERSON
    document.core_properties.title = UNIT
    document.add_paragraph(f"{UNIT}由{PERSON}主持{LIBRARY}。")
    document.add_table(rows=1, cols=1).cell(0, 0).text = UNIT
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def an_xlsx() -> bytes:
    book = Workbook()
    book.properties.creator = PERSON
    sheet = book.worksheets[0]
    sheet["A1"] = f"{UNIT}预算"
    sheet["A1"].comment = Comment(UNIT, PERSON)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def a_picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()


def unpacked(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def a_blind_review(expert: Expert | None = None) -> Review:
    officer = a_member(Role.MINISTRY_OFFICER)
    picture = (
        b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    )
    picture += b"\x00\x00\x00\rIDATx\x9cc\xf8\x0f\x04\x00\t\xfb\x03\xfd\xfb^k+\x00\x00\x00\x00IEND\xaeB`\x82"
    contents = {f"{UNIT}方案.docx": a_docx(), f"{UNIT}预算.xlsx": an_xlsx(), f"{UNIT}校徽.png": a_picture()}
    files = [
        ("plan", name, store_file(io.BytesIO(content), name=name, actor=officer), name, False)
        for name, content in contents.items()
    ]
    dossier = a_dossier(an_organisation(name=UNIT), title=LIBRARY, files=files, hidden_names=[PERSON])
    panel = set_up_panel(title="装备组", dossiers=[dossier], criteria=CRITERIA, actor=officer)
    panel.members.create(expert=expert or an_expert())
    (review,) = assign_reviews(panel, dossiers=[dossier], criteria=CRITERIA, actor=officer)
    Panel.objects.update(state="scoring")
    return review


def test_attachments_reach_the_expert_without_names_properties_or_comments_or_not_at_all(client: Client) -> None:
    review = a_blind_review()
    for key in BlindFile.objects.values_list("pk", flat=True):
        make_blind_copy(key)
    states = dict(BlindFile.objects.values_list("source__file__extension", "state"))
    assert states == {"docx": "ready", "xlsx": "ready", "png": "withheld"}
    signed_in(client, as_actor(review.expert))
    page = client.get(reverse("reviews:review", args=[review.uuid])).content.decode()
    assert "图片内容无法检查" in page
    for blind in BlindFile.objects.filter(state="ready"):
        answer = client.get(reverse("reviews:review_file", args=[review.uuid, blind.pk]))
        told = unpacked(answer.content) + str(answer.headers) + page
        assert [name for name in (UNIT, LIBRARY, PERSON) if name in told] == []
        for role in OUTSIDERS:
            signed_in(client, a_member(role))
            assert client.get(reverse("reviews:review_file", args=[review.uuid, blind.pk])).status_code == 404
        signed_in(client, as_actor(review.expert))
    withheld = BlindFile.objects.get(state="withheld")
    assert client.get(reverse("reviews:review_file", args=[review.uuid, withheld.pk])).status_code == 404


def test_a_pdf_is_painted_over_and_keeps_neither_text_nor_properties(tmp_path: Path) -> None:
    drawn = b"BT /F1 18 Tf 20 60 Td (Of Secret) Tj 0 -24 Td (College plan) Tj ET"  # the name broken over two lines
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Author(Secret College)>>",
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % (n, each) for n, each in enumerate(objects, start=1))
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Info 6 0 R/Size 7>>\n%%EOF")
    copy = blinded_copy(path, "pdf", [("Secret College", "单位 A")])
    assert copy.replaced == 1
    with pypdfium2.PdfDocument(copy.content) as document:
        assert document[0].get_textpage().count_chars() == 0
        assert "Secret" not in str(document.get_metadata_dict())
        picture = document[0].render(scale=1).to_pil().convert("L")
        assert picture.getpixel((60, 36)) < 40  # black where the name stood
        assert picture.getpixel((290, 10)) > 200
    with pytest.raises(NotBlind):
        blinded_copy(path, "zip", [])


PLACES = (
    "reviews:panels",
    "reviews:experts",
    "reviews:draws",
    "reviews:experts_export",
    "reviews:expert_import",
    "reviews:expert_import_template",
)
ON_PANEL = ("panel", "board", "board_export", "panel_defence")


@pytest.mark.parametrize("role", OUTSIDERS)
def test_lists_counts_exports_and_guessed_addresses_are_closed_to_outsiders(client: Client, role: Role) -> None:
    review = a_blind_review()
    actor = a_member(role)
    if role == Role.EXPERT:
        Expert.objects.create(user=actor.user, organisation=actor.organisation)
    signed_in(client, actor)
    doors = [reverse(name) for name in PLACES]
    doors += [reverse(f"reviews:{name}", args=[review.panel.uuid]) for name in ON_PANEL]
    doors += [reverse("reviews:expert", args=[review.expert.uuid]), reverse("reviews:review", args=[review.uuid])]
    doors += [reverse("reviews:discussion", args=[review.uuid])]
    doors += [reverse("reviews:invitation", args=[review.panel.members.get().uuid])]
    assert {door: client.get(door).status_code for door in doors} == dict.fromkeys(doors, 404)
    acts = [("panel_invite", review.panel.uuid), ("panel_propose", review.panel.uuid), ("review_reopen", review.uuid)]
    assert {client.post(reverse(f"reviews:{name}", args=[code])).status_code for name, code in acts} == {404}


def submitted(review: Review, points: int = 8) -> None:
    submit_review(
        review,
        scores={each["code"]: points for each in CRITERIA},  # type: ignore[misc]
        recommendation="support",
        opinion="可行",
        confidential="",
        actor=as_actor(review.expert),
        at=timezone.now(),
    )


def test_discussion_opens_by_phase_under_aliases_and_the_chair_signs(client: Client) -> None:
    review = a_blind_review()
    panel, officer = review.panel, a_member(Role.MINISTRY_OFFICER)
    colleague = an_expert()
    User.objects.filter(pk=colleague.user_id).update(name="司徒演示")
    panel.members.create(expert=colleague, is_chair=True)
    assign_reviews(panel, dossiers=[review.dossier], criteria=CRITERIA, actor=officer)
    other = Review.objects.get(expert=colleague)
    url = reverse("reviews:discussion", args=[review.uuid])
    submitted(review)
    signed_in(client, as_actor(review.expert))
    assert client.get(url).status_code == 404
    with pytest.raises(ValidationError, match="没有提交"):
        move_panel(panel, "discussing", actor=officer)
    submitted(other, points=4)
    move_panel(panel, "discussing", actor=officer)
    page = client.get(url).content.decode()
    assert "司徒演示" not in page
    assert UNIT not in page
    assert "不足三份" in page
    client.post(url, {"text": "预算偏高"})
    opinion = reverse("reviews:opinion", args=[review.uuid])
    client.post(opinion, {"opinion": "同意", "conclusion": "support"})
    assert client.post(opinion, {"opinion": "同意", "conclusion": "support", "act": "sign"}).status_code == 403
    signed_in(client, as_actor(colleague))
    theirs = reverse("reviews:discussion", args=[other.uuid])
    assert "预算偏高" in client.get(theirs).content.decode()
    words = {"opinion": "同意支持", "conclusion": "support", "act": "sign"}
    client.post(reverse("reviews:opinion", args=[other.uuid]), words)
    signed = panel.opinions.get()
    assert (signed.signed_by, len(signed.sha256)) == (colleague, 64)
    again = client.post(reverse("reviews:opinion", args=[other.uuid]), words | {"opinion": "改"})
    assert "不能再改" in again.content.decode()


def test_a_score_is_given_back_with_its_earlier_form_kept_but_never_once_closed() -> None:
    review, officer = a_blind_review(), a_member(Role.REVIEW_SECRETARY)
    submitted(review)
    reopen_review(review, why="漏评一项", actor=officer, at=timezone.now())
    review.refresh_from_db()
    assert (review.state, review.total, review.submitted_at) == ("in-progress", None, None)
    submitted(review, points=6)
    causes = list(review.revisions.values_list("cause", "total"))
    assert [cause for cause, _ in causes] == ["submitted", "reopened", "submitted"]
    Review.objects.update(closed_at=timezone.now())
    with pytest.raises(ValidationError, match="已经结束"):
        reopen_review(review, why="再改", actor=officer, at=timezone.now())


def test_points_below_or_above_need_a_reason_and_a_veto_forbids_support() -> None:
    sheet = [CRITERIA[0] | {"justify_below": 3, "veto_below": 2}, CRITERIA[1]]
    review = a_blind_review()
    Review.objects.update(criteria=sheet)
    review.refresh_from_db()
    words: dict[str, Any] = {
        "opinion": "差",
        "confidential": "",
        "actor": as_actor(review.expert),
        "at": timezone.now(),
    }
    scores: dict[str, Any] = {"plan": 1, "base": 5}
    with pytest.raises(ValidationError, match="须写明理由"):
        submit_review(review, scores=scores, recommendation="decline", **words)
    reasons: dict[str, Any] = {"justifications": {"plan": "没有规划"}}
    with pytest.raises(ValidationError, match="低于否决线"):
        submit_review(review, scores=scores, recommendation="support", **words, **reasons)
    submit_review(review, scores=scores, recommendation="decline", **words, **reasons)
    assert review.scores.get(criterion_code="plan").justification == "没有规划"


def test_a_second_unit_a_later_partner_and_a_declared_bond_each_take_the_review_away() -> None:
    first, second, third = (a_blind_review() for _ in range(3))
    add_affiliation(
        expert=first.expert,
        organisation=first.dossier.lead_organisation,
        position="客座教授",
        valid_until=timezone.localdate() - timedelta(days=400),
        actor=as_actor(first.expert),
    )
    note_new_units(second.dossier.subject_uuid, [second.expert.organisation], actor=SYSTEM)
    declare_recusal(
        expert=third.expert,
        organisation=third.dossier.lead_organisation,
        reason="横向课题",
        kind="cooperation",
        actor=as_actor(third.expert),
    )
    assert set(Review.objects.values_list("state", flat=True)) == {"recused"}
    assert not may_judge(Expert.objects.get(pk=first.expert_id), first.dossier)
    told = "".join(Notification.objects.values_list("text", flat=True))
    assert UNIT not in told
    assert LIBRARY not in told


def test_the_policy_decides_of_provinces_and_a_stranger_cannot_edit_another_expert() -> None:
    from zyk.accounts.models import Province

    province = Province.objects.first() or Province.objects.create(code="320000", name="江苏省", short_name="江苏")
    dossier = a_dossier(an_organisation(province=province))
    expert = an_expert(an_organisation(province=province))
    assert may_judge(expert, dossier)
    assert not may_judge(expert, dossier, RecusalPolicy(same_province=True))
    stranger: Actor = as_actor(an_expert())
    with pytest.raises(PermissionDenied):
        add_affiliation(expert=expert, organisation=dossier.lead_organisation, actor=stranger)
    assert expert.affiliations.count() == 0


def test_invitations_lapse_and_by_hand_nobody_in_conflict_is_seated(client: Client) -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    dossier = a_dossier()
    panel = set_up_panel(title="组", dossiers=[dossier], criteria=CRITERIA, actor=officer)
    with pytest.raises(ValidationError, match="都须回避"):
        seat_expert(panel, expert=an_expert(dossier.lead_organisation), actor=officer)
    member = seat_expert(panel, expert=an_expert(), actor=officer)
    today = timezone.localdate()
    invite_members(panel, answer_until=today, actor=officer, at=timezone.now())
    assert expire_invitations(today=today, actor=SYSTEM) == 0
    assert expire_invitations(today=today + timedelta(days=1), actor=SYSTEM) == 1
    assert expire_invitations(today=today + timedelta(days=1), actor=SYSTEM) == 0
    signed_in(client, as_actor(member.expert))
    page = client.post(reverse("reviews:invitation", args=[member.uuid]), {"answer": "accept"})
    member.refresh_from_db()
    assert (page.status_code, member.state) == (200, "expired")


def test_a_list_of_experts_is_taken_in_whole_or_reported_line_by_line(client: Client) -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    people = [a_member(Role.TEACHER) for _ in range(2)]
    second = an_organisation()

    def sheet(*rows: tuple[str, ...]) -> io.BytesIO:
        book = Workbook()
        book.worksheets[0].append(["用户名", "所在单位", "职称", "研究领域", "关键词", "最多承担件数", "兼职单位"])
        for row in rows:
            book.worksheets[0].append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        buffer.seek(0)
        buffer.name = "experts.xlsx"
        return buffer

    rows = [
        (person.user.username, person.organisation.name, "教授", "460301、5601", "数控、电梯", "6", second.name)
        for person in people
        if person.user and person.organisation
    ]
    signed_in(client, officer)
    url = reverse("reviews:expert_import")
    bad = (rows[1][0], "没有的学校", "", "46030", "a、b、c、d、e、f", "0", "")
    page = client.post(url, {"file": sheet(rows[0], bad)})
    faults = [fault.cell for line in page.context["faulty"] for fault in line.faults]
    assert (faults, Expert.objects.count()) == (["B3", "D3", "E3", "F3"], 0)
    assert client.post(url, {"file": sheet(*rows)}).status_code == 302
    expert = Expert.objects.get(user=people[0].user)
    assert (expert.fields, expert.keywords, expert.max_load) == (["460301", "5601"], ["数控", "电梯"], 6)
    assert expert.affiliations.get().organisation == second
    found = client.get(reverse("reviews:experts"), {"q": "电梯", "field": "5601"}).context["page"]
    assert len(found) == 2
    with pytest.raises(ValidationError, match="已在专家库中"):
        register_expert(user=expert.user, organisation=second, title="", fields=[], actor=officer)


def test_an_expert_keeps_his_own_entry_and_nobody_elses(client: Client) -> None:
    expert = an_expert()
    signed_in(client, as_actor(expert))
    given = {"title": "研究员", "fields_text": "460301", "keywords_text": "数控，电梯", "max_load": "3"}
    client.post(reverse("reviews:profile_edit"), given | {"organisation": "别的单位"})
    expert.refresh_from_db()
    assert (expert.title, expert.keywords, expert.organisation.name != "别的单位") == ("研究员", ["数控", "电梯"], True)
    page = client.post(reverse("reviews:profile_edit"), given | {"keywords_text": "一一,二二,三三,四四,五五,六六"})
    assert "最多 5 个" in page.context["edit_form"].errors["keywords_text"][0]
    assert client.get(reverse("reviews:profile")).status_code == 200
