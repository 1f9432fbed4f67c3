"""The pages of alliances, in both languages, for every role."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.builders import a_member, a_province, an_organisation, signed_in
from tests.alliance.builders import a_joined, an_agreement, an_alliance, an_invited
from tests.media.builders import a_sample, stored
from zyk.accounts.enums import Role
from zyk.alliance.enums import AgreementState, MemberState
from zyk.alliance.models import Agreement, Alliance

pytestmark = pytest.mark.django_db
LIST = reverse("alliance:alliances")


def address(name: str, thing: Any) -> str:
    return reverse(f"alliance:{name}", args=[thing.uuid])


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_list_is_public_and_found_by_member_name_and_province(client: Client) -> None:
    alliance, lead = an_alliance()
    unit = an_organisation(name="苏州电梯学校", province=a_province("330000", "浙江省", "浙江"))
    a_joined(alliance, lead, unit)
    other, _ = an_alliance("茶艺联盟")
    assert {alliance.name, other.name} == {one.name for one in client.get(LIST).context["page"].object_list}
    for query in ({"q": "苏州电梯"}, {"q": "szdt"}, {"province": "330000"}):
        assert [one.name for one in client.get(LIST, query).context["page"]] == [alliance.name]
    assert "没有找到联盟" in text_of(client.get(LIST, {"q": "没有这样的联盟"}))


def test_the_list_sorts_by_members(client: Client) -> None:
    big, lead = an_alliance("甲")
    a_joined(big, lead)
    an_alliance("乙")
    assert [one.name for one in client.get(LIST, {"sort": "-members"}).context["page"]] == ["甲", "乙"]
    assert [one.member_count for one in client.get(LIST, {"sort": "members"}).context["page"]] == [1, 2]


def test_the_empty_list_says_what_it_is_for(client: Client) -> None:
    assert "还没有联盟" in text_of(client.get(LIST))
    client.cookies["django_language"] = "en"
    assert "No alliance yet" in text_of(client.get(LIST))


def test_a_list_of_many_costs_the_same_as_one(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(LIST)
        return len(captured)

    _one, lead = an_alliance("联盟甲")
    queries()
    first = queries()
    for number in range(15):
        alliance, _ = an_alliance(f"联盟{number}", lead)
        a_joined(alliance, lead)
    assert queries() == first


def test_an_alliance_with_many_members_and_agreements_costs_the_same(client: Client) -> None:
    alliance, lead = an_alliance()
    a_joined(alliance, lead)
    an_agreement(alliance, lead, stored("photo.jpg"))
    signed_in(client, lead)
    count: Callable[[], int] = lambda: _queries(client, address("alliance", alliance))  # noqa: E731
    count()
    first = count()
    for _ in range(5):
        a_joined(alliance, lead)
        an_agreement(alliance, lead, stored("photo.jpg"))
    assert count() == first


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_visitors_see_members_and_titles_but_neither_terms_nor_persons(client: Client) -> None:
    alliance, lead = an_alliance()
    member, _keeper = a_joined(alliance, lead)
    invited = an_invited(alliance, lead, an_organisation(name="还没答复的单位"))
    agreement = an_agreement(alliance, lead, stored("paper.pdf"))
    page = text_of(client.get(address("alliance", alliance)))
    assert member.organisation.name in page
    assert agreement.title in page
    for hidden in (agreement.terms, "paper.pdf", invited.organisation.name, lead.user.name if lead.user else "?"):
        assert hidden not in page
    inside = text_of(signed_in(client, lead).get(address("alliance", alliance)))
    for shown in (agreement.terms, "paper.pdf", invited.organisation.name, "成立联盟"):
        assert shown in inside


def test_the_page_speaks_english(client: Client) -> None:
    alliance, lead = an_alliance()
    an_agreement(alliance, lead)
    client.cookies["django_language"] = "en"
    page = text_of(signed_in(client, lead).get(address("alliance", alliance)))
    for words in ("Members", "Lead host", "Invite a member", "Co-building agreements", "What happened"):
        assert words in page


ROUTES: dict[str, set[Role]] = {
    "found": {Role.PROJECT_LEAD, Role.HOST_EDITOR},
    "invite": {Role.PROJECT_LEAD, Role.HOST_EDITOR},
    "draft_agreement": {Role.PROJECT_LEAD, Role.HOST_EDITOR},
    "sign": {Role.PROJECT_LEAD, Role.SEAL_KEEPER},
    "end_agreement": {Role.PROJECT_LEAD, Role.HOST_EDITOR},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_own_routes_only(client: Client, role: Role) -> None:
    alliance, lead = an_alliance()
    agreement = an_agreement(alliance, lead)
    own = a_member(role, lead.organisation)
    stranger = a_member(role, an_organisation())
    for name, roles in ROUTES.items():
        thing: Any = {"sign": agreement, "end_agreement": agreement}.get(name, alliance)
        url = reverse("alliance:found") if name == "found" else address(name, thing)
        expected = 200 if role in roles else 404
        assert (name, signed_in(client, own).get(url).status_code) == (name, expected)
        if name != "found":
            assert (name, signed_in(client, stranger).get(url).status_code) == (name, 404)


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    alliance, _lead = an_alliance()
    assert client.get(address("invite", alliance)).status_code == 302


def test_an_alliance_is_founded_once_however_often_one_clicks(client: Client) -> None:
    signed_in(client, a_member(Role.HOST_EDITOR))
    given = {"name": "新能源汽车联盟", "purpose": "共建", "founded_on": "2019-06-01", "once": str(uuid.uuid4())}
    answers = [client.post(reverse("alliance:found"), given) for _ in range(2)]
    founded = Alliance.objects.get()
    assert [answer["Location"] for answer in answers] == [address("alliance", founded)] * 2


def test_a_founding_day_of_tomorrow_is_refused_at_its_field(client: Client) -> None:
    signed_in(client, a_member(Role.HOST_EDITOR))
    page = text_of(client.post(reverse("alliance:found"), {"name": "联盟", "founded_on": "2999-01-01"}))
    assert "成立日期不能晚于今天" in page
    assert Alliance.objects.count() == 0


def test_inviting_goes_through_the_directory(client: Client) -> None:
    alliance, lead = an_alliance()
    unit = an_organisation(name="宁波机电学校")
    signed_in(client, lead)
    url = address("invite", alliance)
    assert "宁波机电学校" in text_of(client.get(url, {"q": "宁波"}))
    assert "另选单位" in text_of(client.get(url, {"organisation": str(unit.uuid)}))
    given = {"organisation": unit.uuid, "kind": "co-host", "contribution": "一门课程"}
    assert client.post(url, given).status_code == 302
    assert list(alliance.members.filter(organisation=unit).values_list("state", flat=True)) == [MemberState.INVITED]
    assert "这个单位已被邀请或已加入" in text_of(client.post(url, given))


def test_the_invited_unit_answers_on_the_page(client: Client) -> None:
    alliance, lead = an_alliance()
    member = an_invited(alliance, lead)
    keeper = a_member(Role.SEAL_KEEPER, member.organisation)
    signed_in(client, keeper)
    assert "代表本单位加入" in text_of(client.get(address("alliance", alliance)))
    assert "查看并答复" in text_of(client.get(LIST))
    client.post(address("answer", member), {"answer": "accept"})
    client.post(address("answer", member), {"answer": "decline"})
    member.refresh_from_db()
    assert member.state == MemberState.JOINED


def test_strangers_do_not_answer_for_a_unit(client: Client) -> None:
    alliance, lead = an_alliance()
    member = an_invited(alliance, lead)
    assert signed_in(client, lead).post(address("answer", member), {"answer": "accept"}).status_code == 404


def test_a_unit_leaves_with_its_reason(client: Client) -> None:
    alliance, lead = an_alliance()
    member, keeper = a_joined(alliance, lead)
    signed_in(client, keeper)
    assert "理由" in text_of(client.post(address("leave", member), {"why": ""}))
    assert client.post(address("leave", member), {"why": "专业调整"}).status_code == 302
    member.refresh_from_db()
    assert member.state == MemberState.LEFT


def test_an_agreement_is_drafted_with_its_file_signed_and_ended(client: Client) -> None:
    alliance, lead = an_alliance()
    _member, keeper = a_joined(alliance, lead)
    given = {"title": "共建协议", "terms": "条款一", "starts_on": "2019-07-01", "ends_on": ""}
    url = address("draft_agreement", alliance)
    signed_in(client, lead)
    wrong = text_of(client.post(url, given | {"upload": a_sample("sound.mp3")}))
    assert "这里只收" in wrong
    assert "条款一" in wrong
    assert client.post(url, given | {"upload": a_sample("paper.pdf")}).status_code == 302
    agreement = Agreement.objects.get()
    assert agreement.file is not None
    assert "我已阅读" in text_of(client.post(address("sign", agreement), {}))
    for actor in (lead, keeper):
        signed_in(client, actor)
        assert client.post(address("sign", agreement), {"has_read": "on"}).status_code == 302
        assert client.post(address("sign", agreement), {"has_read": "on"}).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signatures.count()) == (AgreementState.IN_FORCE, 2)
    signed_in(client, lead)
    assert client.post(address("end_agreement", agreement), {"why": "期满"}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.ENDED
