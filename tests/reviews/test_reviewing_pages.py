"""Reviewing, blind: no page, list, notice or address an expert gets names a unit or a library."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import a_member, an_organisation, signed_in
from tests.reviews.builders import CONTENT, CRITERIA, a_dossier, an_expert, as_actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.common.models import AuditEntry
from zyk.reviews.actions import assign_reviews, close_reviews
from zyk.reviews.enums import ReviewState
from zyk.reviews.models import Expert, Panel, Review

pytestmark = pytest.mark.django_db
UNIT, PARTNER, LIBRARY, NUMBER = "江南演示职业技术学院", "华光演示机床有限公司", "江南数控专业教学资源库", "2019-B-0777"
SCORES = {"score-plan": "8", "score-base": "5"}
WORDS = {"recommendation": "support", "opinion": "基础扎实", "confidential": ""}


def a_review(expert: Expert | None = None, **changed: object) -> Review:
    expert = expert or an_expert()
    leaky = CONTENT[0] | {
        "fields": [
            {
                "code": "text",
                "title": {"zh": "基础", "en": "Base"},
                "type": "long_text",
                "value": f"{UNIT}与{PARTNER}共建{LIBRARY}，电话 13812345678；单位 B 提供案例。",
            }
        ]
    }
    dossier = a_dossier(
        an_organisation(name=UNIT),
        number=NUMBER,
        title=LIBRARY,
        organisations=[an_organisation(name=PARTNER)],
        blind_content=[leaky],
        specialty_code="460103",
        **changed,
    )
    panel = Panel.objects.create(title="装备组")
    panel.members.create(expert=expert)
    (review,) = assign_reviews(panel, dossiers=[dossier], criteria=CRITERIA, actor=a_member(Role.REVIEW_SECRETARY))
    return review


@pytest.mark.parametrize("state", list(ReviewState))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_an_expert_names_unit_library_or_number(client: Client, language: str, state: str) -> None:
    review = a_review()
    Review.objects.update(state=state, submitted_at=timezone.now())
    signed_in(client, as_actor(review.expert))
    client.cookies["django_language"] = language
    args = [review.uuid]
    pages = [
        client.get(reverse("reviews:my_reviews")),
        client.get(reverse("reviews:review", args=args)),
        client.post(reverse("reviews:review", args=args), {"score-plan": "99"}),
        client.post(reverse("reviews:review_save", args=args), {"score-plan": "x"}),
        client.get(reverse("reviews:review_recuse", args=args)),
    ]
    for page in pages:
        text = page.content.decode() + str(page.headers)
        assert [secret for secret in (UNIT, PARTNER, LIBRARY, NUMBER, "13812345678") if secret in text] == []
    if state != ReviewState.RECUSED:
        assert '<span class="z-alias">单位 A</span>' in pages[1].content.decode()


def test_nothing_sent_to_an_expert_names_the_unit() -> None:
    review = a_review()
    sent = Notification.objects.filter(recipient=review.expert.user)
    assert sent.count() == 1
    text = " ".join(f"{each.text} {each.english_text} {each.url}" for each in sent)
    assert [secret for secret in (UNIT, LIBRARY, NUMBER) if secret in text] == []


def test_the_blind_number_is_the_same_for_the_whole_panel_and_stays() -> None:
    first, second = an_expert(), an_expert()
    panel = Panel.objects.create(title="组")
    for expert in (first, second):
        panel.members.create(expert=expert)
    actor, dossiers = a_member(Role.REVIEW_SECRETARY), [a_dossier() for _ in range(4)]
    assign_reviews(panel, dossiers=dossiers[:3], criteria=CRITERIA, actor=actor)
    before = dict(Review.objects.values_list("uuid", "alias_number"))
    assign_reviews(panel, dossiers=dossiers, criteria=CRITERIA, actor=actor)
    after = dict(Review.objects.values_list("uuid", "alias_number"))
    assert {code: after[code] for code in before} == before
    numbers = [sorted(expert.reviews.values_list("alias_number", flat=True)) for expert in (first, second)]
    assert numbers == [[1, 2, 3, 4], [1, 2, 3, 4]]
    assert len(set(Review.objects.values_list("dossier", "alias_number"))) == 4


def test_a_stranger_and_another_expert_find_no_review(client: Client) -> None:
    review = a_review()
    names = ["review", "review_save", "review_recuse"]
    for actor in (as_actor(an_expert()), a_member(Role.MINISTRY_OFFICER), a_member(Role.HOST_EDITOR)):
        signed_in(client, actor)
        assert {client.post(reverse(f"reviews:{name}", args=[review.uuid])).status_code for name in names} == {404}


def test_a_draft_is_kept_and_taken_up_again(client: Client) -> None:
    review = a_review()
    signed_in(client, as_actor(review.expert))
    saved = client.post(
        reverse("reviews:review_save", args=[review.uuid]), {"score-plan": "8"} | WORDS, headers={"HX-Request": "true"}
    )
    assert "已保存" in saved.content.decode()
    page = client.get(reverse("reviews:review", args=[review.uuid])).content.decode()
    assert 'value="8" aria-label="规划 8" checked' in page
    review.refresh_from_db()
    assert (review.state, review.opinion) == (ReviewState.IN_PROGRESS, "基础扎实")


def test_submitting_needs_every_score_an_opinion_and_a_second_look(client: Client) -> None:
    review = a_review()
    signed_in(client, as_actor(review.expert))
    url = reverse("reviews:review", args=[review.uuid])
    unconfirmed = client.post(url, SCORES | WORDS)
    assert unconfirmed.context["form"].non_field_errors() == ["请先核对评分，勾选“已核对”再提交。"]
    missing = client.post(url, {"score-plan": "8", "confirmed": "1"} | WORDS)
    assert set(missing.context["form"].score_errors) == {"base"}
    too_many = client.post(url, SCORES | {"score-base": "11", "confirmed": "1"} | WORDS)
    assert set(too_many.context["form"].score_errors) == {"base"}
    without = client.post(url, SCORES | {"confirmed": "1", "recommendation": "support"})
    assert set(without.context["form"].errors) == {"opinion"}
    assert client.post(url, SCORES | WORDS | {"confirmed": "1"})["Location"] == reverse("reviews:my_reviews")
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED


def test_a_submitted_or_closed_review_is_not_changed_any_more(client: Client) -> None:
    review = a_review()
    signed_in(client, as_actor(review.expert))
    url, save = (reverse(f"reviews:{name}", args=[review.uuid]) for name in ("review", "review_save"))
    close_reviews(review.dossier, at=timezone.now() - timedelta(minutes=1))
    client.post(save, SCORES | WORDS)
    client.post(url, SCORES | WORDS | {"confirmed": "1"})
    client.post(reverse("reviews:review_recuse", args=[review.uuid]), {"reason": "迟了"})
    review.refresh_from_db()
    assert (review.state, review.scores.count()) == (ReviewState.ASSIGNED, 0)


def test_a_recused_expert_cannot_save_any_more(client: Client) -> None:
    review = a_review()
    signed_in(client, as_actor(review.expert))
    recuse = reverse("reviews:review_recuse", args=[review.uuid])
    assert "请说明回避理由" in client.post(recuse, {"reason": " "}).content.decode()
    client.post(recuse, {"reason": "能辨认申请单位"})
    client.post(reverse("reviews:review_save", args=[review.uuid]), SCORES | WORDS)
    review.refresh_from_db()
    assert (review.state, review.scores.count()) == (ReviewState.RECUSED, 0)
    assert AuditEntry.objects.filter(to_state="recused", why="能辨认申请单位").count() == 1


def test_the_list_of_an_expert_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    expert = an_expert()
    panel = Panel.objects.create(title="组")
    panel.members.create(expert=expert)
    dossiers = [a_dossier() for _ in range(30)]
    assign_reviews(panel, dossiers=dossiers, criteria=CRITERIA, actor=a_member(Role.REVIEW_SECRETARY))
    signed_in(client, as_actor(expert))
    with django_assert_max_num_queries(9):
        client.get(reverse("reviews:my_reviews"))
