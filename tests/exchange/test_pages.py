import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.builders import a_member, signed_in
from tests.exchange.builders import (
    a_buyer,
    a_certified_resource,
    a_licence,
    a_listing,
    a_settlement,
    an_order,
    buyer_of,
    seller_of,
)
from tests.library.builders import a_library
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.exchange.models import Listing, Order
from zyk.exchange.rules import BUYING_ROLES, TRADING_ROLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_is_its_own(client: Client, role: str) -> None:
    signed_in(client, a_member(role))
    opened = {
        name: client.get(reverse(f"exchange:{name}")).status_code
        for name in ("listings", "mine", "create", "account", "orders")
    }
    trades, buys = (200 if role in roles else 404 for roles in (TRADING_ROLES, BUYING_ROLES))
    assert opened == {"listings": 200, "mine": trades, "create": trades, "account": trades, "orders": buys}


def test_without_signing_in_only_the_market_is_open(client: Client) -> None:
    listing = a_listing()
    assert client.get(reverse("exchange:listings")).status_code == 200
    page = client.get(reverse("exchange:listing", args=[listing.uuid])).content.decode()
    assert "登录后，以教师或单位负责人的身份可以下单" in page
    for name in ("mine", "create", "account", "orders"):
        assert reverse("accounts:sign_in") in client.get(reverse(f"exchange:{name}"))["Location"]


def test_a_stranger_finds_no_order(client: Client) -> None:
    order = an_order()
    url = reverse("exchange:order", args=[order.uuid])
    assert signed_in(client, a_buyer()).get(url).status_code == 404
    assert signed_in(client, buyer_of(order)).get(url).status_code == 200


@pytest.mark.parametrize(
    ("language", "market", "split", "account"),
    [
        ("zh-hans", "资源交换", "这笔钱给谁", "资金账户"),
        ("en", "Resource exchange", "Who receives this money", "Money account"),
    ],
)
def test_pages_speak_both_languages(client: Client, language: str, market: str, split: str, account: str) -> None:
    order = a_settlement().order
    a_certified_resource(library=order.listing.resource.library)
    signed_in(client, seller_of(order.listing))
    client.cookies["django_language"] = language
    said = {
        reverse("exchange:listings"): market,
        reverse("exchange:listing", args=[order.listing.uuid]): order.listing.title,
        reverse("exchange:mine"): order.listing.title,
        reverse("exchange:create"): "shares-TOTAL_FORMS",
        reverse("exchange:orders"): order.number,
        reverse("exchange:order", args=[order.uuid]): split,
        reverse("exchange:account"): account,
    }
    for url, words in said.items():
        answer = client.get(url)
        assert answer.status_code == 200
        assert words in answer.content.decode()


def test_the_split_is_not_the_buyers_business(client: Client) -> None:
    order = an_order()
    url = reverse("exchange:order", args=[order.uuid])
    assert "这笔钱给谁" in signed_in(client, seller_of(order.listing)).get(url).content.decode()
    assert "这笔钱给谁" not in signed_in(client, buyer_of(order)).get(url).content.decode()


def test_acts_are_offered_to_those_who_may(client: Client) -> None:
    order = an_order()
    url = reverse("exchange:order", args=[order.uuid])

    def offered(actor: Actor) -> list[str]:
        page = signed_in(client, actor).get(url).content.decode()
        return [act for act in ("accept", "cancel", "settle", "reverse") if f'name="act" value="{act}"' in page]

    buyer, lead, editor = buyer_of(order), seller_of(order.listing), seller_of(order.listing, Role.HOST_EDITOR)
    assert [offered(actor) for actor in (buyer, lead)] == [["cancel"], ["accept", "cancel"]]
    a_licence(order)
    assert [offered(actor) for actor in (buyer, lead, editor)] == [[], ["settle"], []]


def test_the_market_is_narrowed_by_words_scope_and_price(client: Client) -> None:
    a_listing(title="曳引机维保", price_fen=0)
    a_listing(title="制动器调整", scope="public")

    def found(query: str) -> set[str]:
        return {offer.title for offer in client.get(reverse("exchange:listings") + query).context["page"]}

    assert found("?q=曳引机") == {"曳引机维保"}
    assert found("?price=free") == {"曳引机维保"}
    assert found("?price=priced") == {"制动器调整"}
    assert found("?scope=public") == {"制动器调整"}
    assert found("?q=没有") == set()


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_lists_cost_the_same_for_many_rows(client: Client) -> None:
    lead = a_member(Role.PROJECT_LEAD)
    library = a_library(lead.organisation)
    buyer = a_buyer()
    urls = [reverse(f"exchange:{name}") for name in ("listings", "mine", "orders", "account")]

    def sell(times: int) -> None:
        for _ in range(times):
            a_settlement(an_order(a_listing(lead, a_certified_resource(library=library)), buyer))

    sell(1)

    def count(actor: Actor) -> list[int]:
        return [_queries(signed_in(client, actor), url) for url in urls]

    first = (count(lead), count(buyer))
    sell(6)
    assert (Listing.objects.count(), Order.objects.count()) == (7, 7)
    assert (count(lead), count(buyer)) == first
