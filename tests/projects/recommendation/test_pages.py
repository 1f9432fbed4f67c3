from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import a_member, a_province, an_organisation, signed_in
from tests.projects.builders import a_cycle, an_application
from tests.reviews.test_notice_pages import PDF
from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application, FormalCheck, ProvincialRecommendation

pytestmark = pytest.mark.django_db
GIVEN = {"rank": "1", "letter_number": "苏教职函〔2019〕8号", "opinion": "同意推荐"}
S = ApplicationState


def waiting(**fields: Any) -> Application:
    return an_application(state=S.PROVINCE_REVIEW, **fields)


def of_other_province() -> Actor:
    province = a_province("330000", "浙江省", "浙江")
    return a_member(Role.PROVINCE_OFFICER, an_organisation(OrganisationKind.PROVINCE, province))


def test_a_province_recommends_with_its_letter(client: Client) -> None:
    application = waiting()
    signed_in(client, a_member(Role.PROVINCE_OFFICER))
    answer = client.post(
        reverse("projects:recommend", args=[application.uuid]), GIVEN | {"letter": SimpleUploadedFile("函.pdf", PDF)}
    )
    assert answer["Location"] == reverse("projects:recommendations")
    application.refresh_from_db()
    assert (application.state, application.recommendation.rank) == (S.FORMAL_CHECK, 1)
    assert application.recommendation.letter is not None
    page = client.get(answer["Location"]).content.decode()
    assert "第 1 位" in page


def test_a_rank_taken_is_said_at_the_field_and_what_was_typed_stays(client: Client) -> None:
    first, second = waiting(), waiting()
    signed_in(client, a_member(Role.PROVINCE_OFFICER))
    client.post(reverse("projects:recommend", args=[first.uuid]), GIVEN)
    answer = client.post(reverse("projects:recommend", args=[second.uuid]), GIVEN)
    assert set(answer.context["form"].errors) == {"rank"}
    assert "苏教职函〔2019〕8号" in answer.content.decode()
    page = client.get(reverse("projects:recommend", args=[second.uuid]))
    assert page.context["form"].initial["rank"] == 2


def test_a_recommendation_is_taken_back_before_the_deadline_and_its_rank_is_free_again(client: Client) -> None:
    application = waiting()
    signed_in(client, a_member(Role.PROVINCE_OFFICER))
    client.post(reverse("projects:recommend", args=[application.uuid]), GIVEN)
    url = reverse("projects:recommendation_take_back", args=[application.uuid])
    assert set(client.post(url, {}).context["take_back_form"].errors) == {"why"}
    client.post(url, {"take_back_form-why": "材料有误"})
    application.refresh_from_db()
    assert application.state == S.PROVINCE_REVIEW
    assert ProvincialRecommendation.objects.filter(is_withdrawn=False).count() == 0
    client.post(reverse("projects:recommend", args=[application.uuid]), GIVEN)
    application.cycle.windows.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert client.post(url, {"take_back_form-why": "迟了"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "field", "state"),
    [
        ("recommendation_return", "return_form", S.RETURNED),
        ("recommendation_decline", "decline_form", S.NOT_RECOMMENDED),
    ],
)
def test_returning_and_declining_need_a_reason(client: Client, name: str, field: str, state: str) -> None:
    application = waiting()
    signed_in(client, a_member(Role.PROVINCE_OFFICER))
    url = reverse(f"projects:{name}", args=[application.uuid])
    assert set(client.post(url, {}).context[field].errors) == {"why"}
    client.post(url, {f"{field}-why": "调研与任务脱节"})
    application.refresh_from_db()
    assert application.state == state


def test_after_the_deadline_the_page_says_why_and_what_to_do(client: Client) -> None:
    application = waiting(cycle=a_cycle(open=False))
    signed_in(client, a_member(Role.PROVINCE_OFFICER))
    url = reverse("projects:recommend", args=[application.uuid])
    assert "联系教育部经办人延长窗口" in client.get(url).content.decode()
    answer = client.post(url, GIVEN)
    assert answer.context["form"].non_field_errors() == ["省级推荐已过截止日期。如需延期，请联系教育部经办人。"]


def test_another_province_and_other_roles_find_nothing(client: Client) -> None:
    application = waiting()
    signed_in(client, of_other_province())
    names = ["recommend", "recommendation_return", "recommendation_decline", "recommendation_take_back"]
    urls = [reverse(f"projects:{name}", args=[application.uuid]) for name in names]
    assert {client.post(url, GIVEN).status_code for url in urls} == {404}
    assert application.number not in client.get(reverse("projects:recommendations")).content.decode()
    for role in Role:
        if role != Role.PROVINCE_OFFICER:
            signed_in(client, a_member(role))
            assert {client.post(url, GIVEN).status_code for url in urls} == {404}
            assert client.get(reverse("projects:recommendations")).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_render_and_the_list_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, language: str
) -> None:
    cycle = a_cycle()
    for _number in range(12):
        application = waiting(cycle=cycle)
    signed_in(client, a_member(Role.PROVINCE_OFFICER))
    client.cookies["django_language"] = language
    with django_assert_max_num_queries(13):
        assert client.get(reverse("projects:recommendations")).status_code == 200
    assert client.get(reverse("projects:recommendations"), {"export": "xlsx"}).status_code == 200
    assert client.get(reverse("projects:recommend", args=[application.uuid])).status_code == 200


# -- formal check ------------------------------------------------------------
def in_check(**fields: Any) -> Application:
    return an_application(state=S.FORMAL_CHECK, **fields)


def test_a_formal_check_goes_its_way_through_the_pages(client: Client) -> None:
    application = in_check()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    page, begin, conclude, paper = (
        reverse(f"projects:{name}", args=[application.uuid])
        for name in ("formal_check", "formal_check_begin", "formal_check_conclude", "paper")
    )
    assert client.get(page).status_code == 200
    early = client.post(conclude, {"outcome": "pass"})
    assert early.context["form"].non_field_errors() == ["请先开始形式审查。"]
    client.post(begin)
    items = {check.code: check for check in FormalCheck.objects.all()}
    assert (items["sealed"].is_met, items["paper"].is_met, items["rights"].is_met) == (True, False, None)
    code = application.revisions.get().sha256[:12]
    client.post(paper, {"received_on": timezone.localdate().isoformat(), "printed_code": code})
    items["paper"].refresh_from_db()
    assert items["paper"].is_met is True  # judged anew when the paper came in
    for check in FormalCheck.objects.exclude(is_met=True):
        given = {"waiver_reason": "数据尚未接入，经核实"} if check.is_automatic else {"is_met": "1", "found": "已核对"}
        client.post(reverse("projects:formal_check_finding", args=[application.uuid, check.pk]), given)
    assert client.post(conclude, {"outcome": "pass"}).status_code == 302
    application.refresh_from_db()
    assert application.state == S.NOTICE_READY


def test_a_finding_without_judgement_or_reason_is_refused(client: Client) -> None:
    application = in_check()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    client.post(reverse("projects:formal_check_begin", args=[application.uuid]))
    check = FormalCheck.objects.get(code="rights")
    answer = client.post(reverse("projects:formal_check_finding", args=[application.uuid, check.pk]), {})
    assert "请选择达到或未达到，或写明豁免理由。" in answer.content.decode()
    check.refresh_from_db()
    assert check.is_met is None


def test_paper_of_another_revision_is_marked_and_too_short_codes_are_refused(client: Client) -> None:
    application = in_check()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    url, today = reverse("projects:paper", args=[application.uuid]), timezone.localdate()
    short = client.post(url, {"received_on": today.isoformat(), "printed_code": "abc"})
    assert set(short.context["paper_form"].errors) == {"printed_code"}
    late = {"received_on": (today + timedelta(days=1)).isoformat(), "printed_code": "0" * 12}
    assert set(client.post(url, late).context["paper_form"].errors) == {"received_on"}
    client.post(url, {"received_on": today.isoformat(), "printed_code": "z" * 12})
    assert [receipt.matches for receipt in application.paper_receipts.all()] == [False]
    assert "不符" in client.get(reverse("projects:formal_check", args=[application.uuid])).content.decode()


def test_returning_or_failing_needs_a_reason_and_a_concluded_check_is_not_touched(client: Client) -> None:
    application = in_check()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    client.post(reverse("projects:formal_check_begin", args=[application.uuid]))
    conclude = reverse("projects:formal_check_conclude", args=[application.uuid])
    assert set(client.post(conclude, {"outcome": "return"}).context["form"].errors) == {"why"}
    client.post(conclude, {"outcome": "return", "why": "承诺书缺页"})
    application.refresh_from_db()
    assert application.state == S.RETURNED
    check = FormalCheck.objects.get(code="rights")
    client.post(reverse("projects:formal_check_finding", args=[application.uuid, check.pk]), {"is_met": "1"})
    check.refresh_from_db()
    assert check.is_met is None


def test_an_item_of_another_application_is_not_reached(client: Client) -> None:
    first, second = in_check(), in_check()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    client.post(reverse("projects:formal_check_begin", args=[first.uuid]))
    check = first.formal_checks.get(code="rights")
    url = reverse("projects:formal_check_finding", args=[second.uuid, check.pk])
    assert client.post(url, {"is_met": "1"}).status_code == 404


def test_the_formal_check_is_the_ministrys_and_a_secretary_only_reads(client: Client) -> None:
    application = in_check()
    url = reverse("projects:formal_check", args=[application.uuid])
    begin = reverse("projects:formal_check_begin", args=[application.uuid])
    for role in Role:
        signed_in(client, a_member(role))
        ministry = role in {Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY}
        assert client.get(url).status_code == (200 if ministry else 404)
        if role != Role.MINISTRY_OFFICER:
            assert client.post(begin).status_code == 404
