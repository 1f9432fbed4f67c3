"""A province orders, recommends in one batch under one letter, and keeps its ranks without gaps."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import Member, a_member, a_province, an_organisation, signed_in
from tests.media.builders import SAMPLES
from tests.projects.builders import a_cycle, a_rulebook, a_stored_file, an_application
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Membership
from zyk.projects.actions.formal_check import begin_formal_check, record_finding, sign_waiver, unmet_items
from zyk.projects.actions.ranking import declare_recusal, rank_applications, recommend_batch
from zyk.projects.actions.recommendation import recommend_application, take_recommendation_back
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application, FormalCheck, ProvinceRank, ProvincialRecommendation
from zyk.rulebook.actions import SHIPPED

pytestmark = pytest.mark.django_db
S = ApplicationState


def a_province_officer(code: str = "320000", **user: Any) -> Member:
    unit = an_organisation(OrganisationKind.PROVINCE, province=a_province(code, code, code))
    return a_member(Role.PROVINCE_OFFICER, unit, **user)


def waiting(number: int) -> list[Application]:
    cycle = a_cycle()
    a_province()
    return [an_application(state=S.PROVINCE_REVIEW, cycle=cycle) for _ in range(number)]


def ranks() -> list[tuple[int, int]]:
    rows = ProvincialRecommendation.objects.filter(is_withdrawn=False)
    return list(rows.order_by("rank").values_list("application", "rank"))


def test_an_order_is_kept_whole_and_recommended_in_one_batch_by_the_pages(client: Client) -> None:
    first, second, third = waiting(3)
    officer = a_province_officer()
    year = first.cycle.year
    signed_in(client, officer)
    page = reverse("projects:ranking", args=[year])
    assert client.get(page).status_code == 200
    order = [str(each.uuid) for each in (third, first, second)]
    client.post(reverse("projects:rank", args=[year]), {"order": order})
    assert list(ProvinceRank.objects.values_list("application", "position")) == [
        (third.pk, 1),
        (first.pk, 2),
        (second.pk, 3),
    ]
    typed = {"order": order, **{f"position-{uuid}": str(9 - place) for place, uuid in enumerate(order)}}
    client.post(reverse("projects:rank", args=[year]), typed)  # without script: numbers typed in
    assert list(ProvinceRank.objects.values_list("application", flat=True)) == [second.pk, first.pk, third.pk]
    send = reverse("projects:recommend_many", args=[year])
    chosen = {"applications": [str(second.uuid), str(third.uuid)], "letter_number": "苏教函〔2019〕1 号"}
    refused = client.post(send, chosen)
    assert set(refused.context["form"].errors) == {"letter"}
    letter = SimpleUploadedFile("公函.pdf", (SAMPLES / "catalogue_zh.pdf").read_bytes())
    client.post(send, {**chosen, "letter": letter, f"opinion-{third.uuid}": "同意"})
    assert ranks() == [(second.pk, 1), (third.pk, 2)]
    assert ProvincialRecommendation.objects.get(application=third).opinion == "同意"
    first.refresh_from_db()
    assert first.state == S.PROVINCE_REVIEW


def test_a_batch_is_all_or_nothing_under_quota_deadline_and_province() -> None:
    shipped = (SHIPPED / "2019.yaml").read_text(encoding="utf-8")
    a_cycle(rulebook=a_rulebook(shipped.replace("quota: null ", "quota: 2 ")))
    applications = waiting(3)
    officer, letter, now = a_province_officer(), a_stored_file(), timezone.now()
    given: dict[str, Any] = {"opinions": {}, "letter_number": "1", "letter": letter, "actor": officer}
    cycle = Application.objects.get(pk=applications[0].pk).cycle
    with pytest.raises(ValidationError, match="最多再推荐 2 件"):
        recommend_batch(cycle, applications=applications, at=now, **given)
    with pytest.raises(ValidationError, match="截止"):
        recommend_batch(cycle, applications=applications[:2], at=now + timedelta(days=90), **given)
    stranger = {**given, "actor": a_province_officer("330000")}
    with pytest.raises(PermissionDenied):
        recommend_batch(cycle, applications=applications[:1], at=now, **stranger)
    assert ranks() == []
    assert recommend_batch(cycle, applications=applications[:2], at=now, **given) == 2
    with pytest.raises(ValidationError, match="最多再推荐 0 件"):
        recommend_batch(cycle, applications=applications[2:], at=now, **given)


def test_a_rank_given_back_leaves_no_gap() -> None:
    applications = waiting(3)
    officer = a_province_officer()
    for rank, each in enumerate(applications, start=1):
        recommend_application(
            each, rank=rank, opinion="", letter_number="1", letter=None, actor=officer, at=timezone.now()
        )
    first = Application.objects.get(pk=applications[0].pk)
    take_recommendation_back(first, why="重排", actor=officer, at=timezone.now())
    assert ranks() == [(applications[1].pk, 1), (applications[2].pk, 2)]


def test_a_strange_or_changed_order_is_refused(client: Client) -> None:
    first, second = waiting(2)
    officer = a_province_officer()
    other = an_application(state=S.PROVINCE_REVIEW, cycle=first.cycle, lead_host=_host_in("330000"))
    with pytest.raises(ValidationError, match="名单已有变化"):
        rank_applications(first.cycle, order=[other.uuid, first.uuid], actor=officer)
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    assert client.get(reverse("projects:ranking", args=[first.cycle.year])).status_code == 404
    signed_in(client, officer)
    assert other.number not in client.get(reverse("projects:ranking", args=[first.cycle.year])).content.decode()
    assert second.number in client.get(reverse("projects:ranking", args=[first.cycle.year])).content.decode()


def _host_in(code: str) -> Any:
    return an_organisation(province=a_province(code, code, code))


def test_an_officer_with_a_tie_to_a_unit_neither_ranks_nor_recommends_it(client: Client) -> None:
    own, other = waiting(2)
    officer = a_province_officer()
    Membership.objects.create(
        user=officer.user,
        organisation=own.lead_host,
        role=Role.TEACHER,
        valid_until=timezone.localdate() - timedelta(days=400),
    )
    with pytest.raises(ValidationError, match="回避"):
        rank_applications(own.cycle, order=[other.uuid, own.uuid], actor=officer)
    given: dict[str, Any] = {"letter_number": "1", "letter": a_stored_file(), "at": timezone.now(), "opinions": {}}
    with pytest.raises(PermissionDenied):
        recommend_batch(own.cycle, applications=[own], actor=officer, **given)
    signed_in(client, officer)
    assert "不由您办理" in client.get(reverse("projects:recommend", args=[own.uuid])).content.decode()
    second = a_province_officer()
    declare_recusal(other, reason="配偶任职", actor=second, at=timezone.now())
    with pytest.raises(PermissionDenied):
        recommend_batch(own.cycle, applications=[other], actor=second, **given)
    assert recommend_batch(own.cycle, applications=[own], actor=second, **given) == 1


def test_the_letter_carries_the_order_as_it_stands(client: Client) -> None:
    first, second = waiting(2)
    officer = a_province_officer()
    rank_applications(first.cycle, order=[second.uuid, first.uuid], actor=officer)
    signed_in(client, officer)
    made = client.get(reverse("projects:recommendation_letter", args=[first.cycle.year, "docx"]))
    rows = [[cell.text for cell in row.cells] for row in Document(BytesIO(made.content)).tables[0].rows]
    assert [row[1] for row in rows[1:]] == [second.number, first.number]
    made = client.get(reverse("projects:recommendation_letter", args=[first.cycle.year, "pdf"]))
    assert made.content.startswith(b"%PDF")


def test_a_waiver_counts_once_a_second_officer_has_signed(client: Client) -> None:
    application = an_application(state=S.FORMAL_CHECK)
    first, second = a_member(Role.MINISTRY_OFFICER), a_member(Role.MINISTRY_OFFICER)
    check = next(c for c in begin_formal_check(application, actor=first, at=timezone.now()) if c.code == "paper")
    record_finding(check, is_met=False, found="", waiver_reason="邮路中断", actor=first, at=timezone.now())
    assert check.code in {each.code for each in unmet_items(application)}
    with pytest.raises(ValidationError):
        sign_waiver(check, actor=first, at=timezone.now())
    signed_in(client, second)
    assert "签署豁免" in client.get(reverse("projects:formal_check", args=[application.uuid])).content.decode()
    client.post(reverse("projects:sign_waiver", args=[application.uuid, check.pk]))
    assert FormalCheck.objects.get(pk=check.pk).is_waived
    assert check.code not in {each.code for each in unmet_items(application)}
    tied = a_member(Role.MINISTRY_OFFICER)
    Membership.objects.create(user=tied.user, organisation=application.lead_host, role=Role.TEACHER)
    with pytest.raises(PermissionDenied):
        begin_formal_check(application, actor=tied, at=timezone.now())


def test_the_ranking_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    applications = waiting(12)
    signed_in(client, a_province_officer())
    page = reverse("projects:ranking", args=[applications[0].cycle.year])
    client.get(page)
    with django_assert_max_num_queries(12):
        client.get(page)
