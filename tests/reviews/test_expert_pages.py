import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import a_member, a_user, an_organisation, signed_in
from tests.reviews.builders import CRITERIA, a_dossier, an_expert
from zyk.accounts.enums import Role
from zyk.accounts.queries import memberships_of
from zyk.reviews.actions import assign_reviews, draw_panel
from zyk.reviews.enums import ReviewState
from zyk.reviews.models import Expert, ExpertDraw, Panel, Review

pytestmark = pytest.mark.django_db


def a_draw(size: int = 2) -> ExpertDraw:
    dossier = a_dossier()
    for _person in range(4):
        an_expert()
    an_expert(dossier.lead_organisation)
    panel = draw_panel(
        title="装备组",
        size=size,
        dossiers=[dossier],
        seed="20190620",
        witness="纪检王",
        actor=a_member(Role.MINISTRY_OFFICER),
        at=timezone.now(),
    )
    assert panel.draw
    return panel.draw


def test_registering_a_person_lets_him_act_as_an_expert(client: Client) -> None:
    user, school = a_user(name="赵教授"), an_organisation()
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    given = {"username": user.username, "organisation": school.name, "title": "教授", "fields_text": "4603，4601"}
    answer = client.post(reverse("reviews:expert_register"), given)
    expert = Expert.objects.get()
    assert answer["Location"] == reverse("reviews:expert", args=[expert.uuid])
    assert (expert.user, expert.organisation, expert.fields) == (user, school, ["4603", "4601"])
    assert [held.role for held in memberships_of(user)] == [Role.EXPERT]
    again = client.post(reverse("reviews:expert_register"), given)
    assert set(again.context["form"].errors) == {"username"}


def test_unknown_people_units_and_fields_are_said_at_their_fields(client: Client) -> None:
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    given = {"username": "nobody", "organisation": "没有这所学校", "fields_text": "机械"}
    answer = client.post(reverse("reviews:expert_register"), given)
    assert set(answer.context["form"].errors) == {"username", "organisation", "fields_text"}


def test_experts_are_searched_by_name_unit_and_field(client: Client) -> None:
    first = an_expert(fields=["4601"])
    an_expert()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))

    def found(**query: str) -> list[Expert]:
        return list(client.get(reverse("reviews:experts"), query).context["page"])

    assert len(found()) == 2
    assert found(q="4601") == [first]
    assert found(q=first.organisation.name) == [first]
    client.post(reverse("reviews:expert_availability", args=[first.uuid]), {"available": "0"})
    assert found(available="0") == [first]


def test_a_recusal_reported_later_takes_the_review_from_the_expert(client: Client) -> None:
    dossier, expert = a_dossier(), an_expert()
    panel = Panel.objects.create(title="装备组")
    panel.members.create(expert=expert)
    assign_reviews(panel, dossiers=[dossier], criteria=CRITERIA, actor=a_member(Role.REVIEW_SECRETARY))
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    url = reverse("reviews:expert_recusal", args=[expert.uuid])
    assert client.post(url, {"organisation": dossier.lead_organisation.code}).status_code == 200
    client.post(url, {"organisation": dossier.lead_organisation.code, "reason": "三年内有合作"})
    assert Review.objects.get(expert=expert).state == ReviewState.RECUSED
    page = client.get(reverse("reviews:expert", args=[expert.uuid])).content.decode()
    assert dossier.lead_organisation.name in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_draw_is_shown_with_its_exclusions_and_checked(client: Client, language: str) -> None:
    draw = a_draw()
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    client.cookies["django_language"] = language
    assert client.get(reverse("reviews:draws")).status_code == 200
    url = reverse("reviews:draw", args=[draw.uuid])
    plain = client.get(url)
    assert (len(plain.context["result"]), len(plain.context["pool"]), len(plain.context["excluded"])) == (2, 2, 1)
    assert draw.seed_sha256[:8] in plain.content.decode()
    assert client.get(url, {"check": "1"}).context["is_repeatable"] is True
    ExpertDraw.objects.update(result=draw.result[::-1])
    assert client.get(url, {"check": "1"}).context["is_repeatable"] is False


def test_the_expert_list_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _person in range(30):
        an_expert()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    with django_assert_max_num_queries(8):
        client.get(reverse("reviews:experts"))
    assert client.get(reverse("reviews:experts_export")).status_code == 200
