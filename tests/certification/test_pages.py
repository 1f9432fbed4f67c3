"""The pages of standards and certifications, in both languages, for every role."""

import io
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.accounts.builders import a_member, signed_in
from tests.certification.builders import (
    a_certifiable,
    a_certified,
    a_request,
    a_standard,
    taken_up,
)
from tests.library.builders import a_library, a_resource, leader_of, on_team
from tests.rulebook.builders import rulebook_2019
from zyk.accounts.enums import Role
from zyk.certification.enums import BaseStandard, CertificationState, StandardState
from zyk.certification.models import Certification, CertificationStandard
from zyk.library.enums import TeamRole
from zyk.library.models import Library

pytestmark = pytest.mark.django_db
STANDARDS, WORK, DRAFT = (
    reverse(f"certification:{name}") for name in ("standards", "certifications", "draft_standard")
)


@pytest.fixture
def library() -> Library:
    return a_library()


def address(name: str, thing: Any) -> str:
    return reverse(f"certification:{name}", args=[thing.uuid])


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def a_draft_post(library: Library, **changes: Any) -> dict[str, Any]:
    return {
        "library": str(library.uuid),
        "title": "资源认证标准",
        "base": "teaching",
        "base_title": "专业教学标准",
        "how_higher": "关键词更多",
        "row": ["0", "7"],
        "c0-title": "关键词",
        "c0-check_name": "keywords",
        "c0-base_threshold": "1",
        "c0-threshold": "2",
        "c7-title": "内容准确",
        "c7-check_name": "",
        "c7-base_threshold": "",
        "c7-threshold": "",
    } | changes


def test_the_list_of_standards_is_public_and_filtered(client: Client, library: Library) -> None:
    one = a_standard(library, title="机电认证标准")
    course = a_standard(library, title="课程认证标准", base=BaseStandard.COURSE)
    elsewhere = a_standard(a_library(), title="茶艺认证标准")
    a_standard(library, title="没写完", in_force=False)
    found = lambda query: {row.title for row in client.get(STANDARDS, query).context["page"]}  # noqa: E731
    assert found({}) == {one.title, course.title, elsewhere.title}
    assert found({"library": library.uuid}) == {one.title, course.title}
    assert found({"base": "course"}) == {course.title}
    assert found({"q": "茶艺"}) == {elsewhere.title}
    assert found({"state": "superseded"}) == set()
    client.cookies["django_language"] = "en"
    assert "Certification standards" in text_of(client.get(STANDARDS))


def test_a_standards_page_shows_base_against_ours(client: Client, library: Library) -> None:
    standard = a_certified(library).standard
    page = text_of(client.get(address("standard", standard)))
    for words in ("国家基础要求", "高于国家基础", "国家基础没有的要求", "系统：关键词", "审核人", "1 个当前版本"):
        assert words in page
    client.cookies["django_language"] = "en"
    page = text_of(client.get(address("standard", standard)))
    for words in ("Above the national base", "System: Keywords", "1 current version"):
        assert words in page


def test_drafts_do_not_exist_for_strangers(client: Client, library: Library) -> None:
    draft = a_standard(library, in_force=False)
    assert client.get(address("standard", draft)).status_code == 404
    signed_in(client, a_member(Role.PROJECT_LEAD))
    for name in ("standard", "edit_standard"):
        assert client.get(address(name, draft)).status_code == 404
    assert client.post(address("put_in_force", draft)).status_code == 404
    assert client.get(DRAFT).status_code == 404
    signed_in(client, on_team(library, TeamRole.REVIEWER))
    assert client.get(address("standard", draft)).status_code == 200
    assert client.get(address("edit_standard", draft)).status_code == 404


def test_a_draft_begins_with_the_rulebooks_figures(client: Client, library: Library) -> None:
    rulebook_2019()
    page = text_of(signed_in(client, leader_of(library)).get(DRAFT))
    assert 'value="576"' in page
    assert 'value="900"' in page
    assert "初值取自现行规则集" in page


def test_a_draft_is_written_once_however_often_one_clicks(client: Client, library: Library) -> None:
    signed_in(client, leader_of(library))
    given = a_draft_post(library, once=str(uuid.uuid4()))
    answers = [client.post(DRAFT, given) for _ in range(2)]
    standard = CertificationStandard.objects.get()
    assert [answer["Location"] for answer in answers] == [address("standard", standard)] * 2
    assert [criterion.title for criterion in standard.criteria.all()] == ["关键词", "内容准确"]


def test_rows_are_added_and_taken_out_without_losing_what_was_typed(client: Client, library: Library) -> None:
    signed_in(client, leader_of(library))
    added = client.post(DRAFT, a_draft_post(library, add="1"))
    assert [row["title"].value() for row in added.context["rows"].rows] == ["关键词", "内容准确", None]
    removed = client.post(DRAFT, a_draft_post(library, remove="0", title="改过的名称"))
    assert [row["title"].value() for row in removed.context["rows"].rows] == ["内容准确"]
    assert "改过的名称" in text_of(removed)
    assert CertificationStandard.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"c0-threshold": ""}, "自动检查须填写数值"),
        ({"c7-base_threshold": "3"}, "国家基础标准有数值，本标准也须填写"),
        ({"row": []}, "请至少写一项要求"),
        ({"title": ""}, "这个字段是必填项"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    client: Client, library: Library, changes: dict[str, Any], said: str
) -> None:
    page = text_of(signed_in(client, leader_of(library)).post(DRAFT, a_draft_post(library, **changes)))
    assert said in page
    assert CertificationStandard.objects.count() == 0


def test_below_the_base_it_is_not_put_in_force_and_then_mended(client: Client, library: Library) -> None:
    signed_in(client, leader_of(library))
    client.post(DRAFT, a_draft_post(library, **{"c0-base_threshold": "5"}))
    draft = CertificationStandard.objects.get()
    refused = text_of(client.post(address("put_in_force", draft)))
    assert "有 1 项要求低于国家基础标准" in refused
    assert "z-row-error" in refused
    given = a_draft_post(library, **{"c0-base_threshold": "1"})
    assert client.post(address("edit_standard", draft), given).status_code == 302
    assert client.post(address("put_in_force", draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.state == StandardState.IN_FORCE
    assert client.get(address("edit_standard", draft)).status_code == 302
    again = text_of(client.get(DRAFT, {"after": str(draft.uuid)}))
    assert 'value="资源认证标准"' in again


def test_asking_shows_at_once_what_would_pass(client: Client, library: Library) -> None:
    standard = a_standard(library)
    good, poor = a_certifiable(library), a_certifiable(library, keywords="制动器")
    signed_in(client, on_team(library))
    assert "自动检查没有未达到的要求" in text_of(client.get(address("request", good)))
    assert "有 1 项自动检查未达到" in text_of(client.get(address("request", poor)))
    given = {"standard": standard.uuid, "once": str(uuid.uuid4())}
    answers = [client.post(address("request", good), given) for _ in range(2)]
    asked = Certification.objects.get()
    assert [answer["Location"] for answer in answers] == [address("certification", asked)] * 2
    assert "已经申请过" in text_of(client.post(address("request", good), {"standard": standard.uuid}))
    assert "请选择本资源库现行" in text_of(client.post(address("request", poor), {"standard": "x"}))
    client.post(address("request", poor), {"standard": standard.uuid})
    assert Certification.objects.get(version=poor.current_version).state == CertificationState.REFUSED


def test_strangers_and_drafts_are_not_asked_for(client: Client, library: Library) -> None:
    resource = a_certifiable(library)
    draft = a_resource(library, published=False)
    assert client.get(address("request", resource)).status_code == 302
    for actor in (a_member(Role.TEACHER, library.lead_host), a_member(Role.MINISTRY_OFFICER)):
        assert signed_in(client, actor).get(address("request", resource)).status_code == 404
    assert signed_in(client, leader_of(library)).get(address("request", draft)).status_code == 404


def test_a_certification_is_judged_on_its_page(client: Client, library: Library) -> None:
    certification = a_request(a_certifiable(library), a_standard(library))
    url = address("certification", certification)
    reviewer = on_team(library, TeamRole.REVIEWER)
    signed_in(client, reviewer)
    assert "由我审核" in text_of(client.get(url))
    client.post(address("take_up", certification))
    assert "作出结论" in text_of(client.get(url))
    conclude = address("conclude", certification)
    refused = text_of(client.post(conclude, {"opinion": ""}))
    assert "有 2 处需要改" in refused
    open_result = certification.results.get(is_automatic=False)
    given = {"opinion": "内容准确。", f"criterion-{open_result.criterion_id}": "met", "once": str(uuid.uuid4())}
    assert [client.post(conclude, given).status_code for _ in range(2)] == [302, 302]
    certification.refresh_from_db()
    assert certification.state == CertificationState.CERTIFIED
    signed_in(client, leader_of(library))
    assert "撤销理由" in text_of(client.post(address("revoke", certification), {"why": ""}))
    assert client.post(address("revoke", certification), {"why": "发现侵权"}).status_code == 302
    client.logout()
    assert "发现侵权" in text_of(client.get(url))


def test_the_page_of_a_mark_names_no_person_to_the_public(client: Client, library: Library) -> None:
    certification = a_certified(library)
    asker, reviewer = certification.requested_by, certification.reviewer
    assert reviewer
    type(asker).objects.filter(pk=asker.pk).update(name="甲申请")
    type(reviewer).objects.filter(pk=reviewer.pk).update(name="乙审核")
    url = address("certification", certification)
    for language, words in (("zh-hans", ("达到", "专业教学标准", "提供单位")), ("en", ("Met", "Contributed by"))):
        client.cookies["django_language"] = language
        page = text_of(client.get(url))
        assert "甲申请" not in page
        assert "乙审核" not in page
        for word in words:
            assert word in page
    inside = text_of(signed_in(client, on_team(library)).get(url))
    assert "甲申请" in inside
    assert "乙审核" in inside


def test_the_asker_is_told_why_he_does_not_review(client: Client, library: Library) -> None:
    asker = on_team(library, TeamRole.REVIEWER)
    certification = a_request(a_certifiable(library), a_standard(library), asker)
    signed_in(client, asker)
    assert "不审核自己的资源" in text_of(client.get(address("certification", certification)))
    answer = client.post(address("take_up", certification), follow=True)
    assert "不能审核自己的资源" in text_of(answer)


def test_open_work_does_not_exist_for_strangers(client: Client, library: Library) -> None:
    certification, _reviewer = taken_up(a_request(a_certifiable(library), a_standard(library)))
    assert client.get(address("certification", certification)).status_code == 404
    signed_in(client, a_member(Role.PROJECT_LEAD))
    assert client.get(address("certification", certification)).status_code == 404
    for name in ("take_up", "conclude", "revoke"):
        assert client.post(address(name, certification)).status_code == 404
    signed_in(client, on_team(library, TeamRole.EDITOR))
    assert client.get(address("revoke", certification)).status_code == 404
    client.post(address("conclude", certification), {"opinion": "好"})
    certification.refresh_from_db()
    assert certification.state == CertificationState.IN_REVIEW


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_its_own_work_list_and_the_ministry_all(client: Client, library: Library, role: Role) -> None:
    certification = a_request(a_certifiable(library), a_standard(library))
    sees_all = role in (Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY)
    page = signed_in(client, a_member(role)).get(WORK)
    assert list(page.context["page"]) == ([certification] if sees_all else [])
    assert page.context["requestable_count"] == 0


def test_the_work_list_filters_and_exports(client: Client, library: Library) -> None:
    standard = a_standard(library)
    waiting = a_request(a_certifiable(library), standard)
    refused = a_request(a_certifiable(library, keywords="一个"), standard)
    signed_in(client, leader_of(library))
    found = lambda query: list(client.get(WORK, query).context["page"])  # noqa: E731
    assert found({}) == [refused, waiting]
    assert found({"state": "refused"}) == [refused]
    assert found({"q": waiting.version.resource.title}) == [waiting]
    assert found({"library": library.uuid}) == [refused, waiting]
    assert found({"library": uuid.uuid4()}) == []
    answer = client.get(reverse("certification:export"), {"state": "refused"})
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows()] == ["资源", refused.version.resource.title]
    assert client.get(reverse("certification:export"), {"format": "csv"})["Content-Type"].startswith("text/csv")
    client.cookies["django_language"] = "en"
    assert "Certification of resources" in text_of(client.get(WORK))


def test_what_may_be_asked_for_is_listed_with_its_button(client: Client, library: Library) -> None:
    standard = a_standard(library)
    certified = a_certified(library, standard).version.resource
    waiting = a_request(a_certifiable(library), standard).version.resource
    free = a_certifiable(library)
    a_resource(library, published=False)
    a_certifiable(a_library())
    page = signed_in(client, leader_of(library)).get(WORK, {"show": "requestable"})
    assert list(page.context["page"]) == [free]
    assert address("request", free) in text_of(page)
    assert certified.title not in text_of(page)
    assert waiting.title not in text_of(page)


def test_lists_cost_the_same_for_one_and_for_many(client: Client, library: Library) -> None:
    urls = [STANDARDS, WORK, f"{WORK}?show=requestable"]
    standard = a_standard(library)
    a_request(a_certifiable(library), standard)
    a_certifiable(library)
    signed_in(client, leader_of(library))
    first = [_queries(client, url) for url in urls for _ in range(2)][1::2]
    for number in range(6):
        a_request(a_certifiable(library), standard)
        a_certifiable(library)
        a_standard(library, title=f"另一标准{number}", in_force=False)
    assert [_queries(client, url) for url in urls] == first


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
