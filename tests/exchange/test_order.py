from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, a_user, an_organisation, signed_in
from tests.exchange.builders import a_buyer, a_licence, a_listing, a_settlement, an_order, buyer_of, seller_of
from zyk.accounts.enums import Role
from zyk.exchange.actions import Share, accept_order, cancel_order, place_order, reverse_settlement, settle_order
from zyk.exchange.invariants import money_ledger_faults
from zyk.exchange.models import Licence, MoneyAccount, MoneyEntry, MoneyTransfer, Order, Settlement
from zyk.exchange.queries import parts_of, statement_of
from zyk.exchange.rules import split
from zyk.library.models import Resource

pytestmark = pytest.mark.django_db


def _balances() -> dict[str, int]:
    """Title of an account → what it holds; every check of the book passes on the way."""
    assert list(money_ledger_faults()) == []
    assert (MoneyEntry.objects.aggregate(all=Sum("amount"))["all"] or 0) == 0
    rows = MoneyAccount.objects.annotate(held=Sum("entries__amount"))
    return {account.title: account.held or 0 for account in rows}


@pytest.mark.parametrize(
    ("price", "points", "amounts"),
    [
        (100, [3333, 3333, 3334], [33, 33, 34]),
        (1, [5000, 5000], [1, 0]),
        (10_001, [7000, 3000], [7001, 3000]),
        (0, [6000, 4000], [0, 0]),
        (99_999, [1, 9999], [10, 99_989]),
    ],
)
def test_a_split_sums_to_the_price(price: int, points: list[int], amounts: list[int]) -> None:
    assert split(price, points) == amounts
    assert sum(amounts) == price


def test_an_order_keeps_price_and_split_as_they_stood() -> None:
    listing = a_listing(price_fen=9_900)
    order = an_order(listing)
    listing.price_fen = 1
    listing.save()
    listing.shares.update(basis_points=1)
    order.refresh_from_db()
    assert order.price_fen == 9_900
    assert [part.amount_fen for part in parts_of(order)] == [9_900]


def test_a_double_click_places_one_order(client: Client) -> None:
    listing, once = a_listing(), str(uuid4())
    signed_in(client, a_buyer())
    url = reverse("exchange:place_order", args=[listing.uuid])
    answers = [client.post(url, {"once": once})["Location"] for _ in range(2)]
    assert Order.objects.count() == 1
    assert answers == [reverse("exchange:order", args=[Order.objects.get().uuid])] * 2


def test_a_unit_has_one_order_waiting_for_a_resource(client: Client) -> None:
    order = an_order()
    colleague = buyer_of(order, Role.TEACHER)
    with pytest.raises(ValidationError):
        an_order(order.listing, colleague)
    page = signed_in(client, colleague).get(reverse("exchange:listing", args=[order.listing.uuid]))
    assert "本单位的订单正在等待上架单位处理" in page.content.decode()


def test_a_unit_holding_a_licence_orders_no_second() -> None:
    licence = a_licence()
    with pytest.raises(ValidationError):
        an_order(licence.order.listing, buyer_of(licence.order))
    assert Order.objects.count() == 1


def test_what_lost_its_certification_is_not_ordered() -> None:
    listing = a_listing()
    Resource.objects.filter(pk=listing.resource_id).update(certified_at=None)
    with pytest.raises(ValidationError):
        an_order(listing)
    assert Order.objects.count() == 0


@pytest.mark.parametrize("role", [Role.STUDENT, Role.EXPERT, Role.MINISTRY_OFFICER])
def test_only_a_units_staff_order(role: str) -> None:
    with pytest.raises(PermissionDenied):
        an_order(buyer=a_member(role))


def test_a_seller_does_not_order_its_own() -> None:
    listing = a_listing()
    with pytest.raises(PermissionDenied):
        an_order(listing, seller_of(listing))


def test_a_licence_of_months_ends_the_day_before() -> None:
    order = an_order(a_listing(licence_months=12))
    licence = accept_order(order, actor=seller_of(order.listing), today=date(2026, 12, 1))
    assert (licence.starts_on, licence.ends_on) == (date(2026, 12, 1), date(2027, 11, 30))


def test_a_licence_without_months_has_no_end() -> None:
    assert a_licence(an_order(a_listing(licence_months=None))).ends_on is None


def test_the_buyer_grants_himself_nothing() -> None:
    order = an_order()
    with pytest.raises(PermissionDenied):
        accept_order(order, actor=buyer_of(order), today=timezone.localdate())
    assert Licence.objects.count() == 0


def test_buyer_and_seller_cancel_before_the_licence_and_nobody_after() -> None:
    for whose in (buyer_of, lambda order: seller_of(order.listing)):
        order = an_order()
        cancel_order(order, why="不需要了", actor=whose(order))
        order.refresh_from_db()
        assert order.state == "cancelled"
    granted = a_licence().order
    with pytest.raises(ValidationError):
        cancel_order(granted, why="", actor=buyer_of(granted))
    other = an_order()
    for actor in (a_buyer(), seller_of(other.listing, Role.TEACHER), a_member(Role.STUDENT, other.buyer)):
        with pytest.raises(PermissionDenied):
            cancel_order(other, why="", actor=actor)
    assert _balances() == {}


def test_settling_pays_every_share_once() -> None:
    unit, author = an_organisation(), a_user(name="作者")
    listing = a_listing(price_fen=10_001, shares=[Share(unit, 7000), Share(author, 3000)])
    order = an_order(listing)
    a_settlement(order)
    expected = {"外部付款": -10_001, unit.name: 7_001, "作者": 3_000}
    assert _balances() == expected
    with pytest.raises(ValidationError):
        settle_order(order, payment_reference="again", actor=seller_of(listing, Role.FINANCE_HEAD), at=timezone.now())
    assert _balances() == expected


def test_one_receiver_named_twice_gets_both_shares() -> None:
    unit = an_organisation()
    a_settlement(an_order(a_listing(price_fen=100, shares=[Share(unit, 3333), Share(unit, 6667)])))
    assert _balances() == {"外部付款": -100, unit.name: 100}


@pytest.mark.parametrize("reference", ["", "  ", "9" * 81])
def test_no_settlement_without_a_payment_reference(reference: str) -> None:
    order = a_licence().order
    with pytest.raises(ValidationError):
        settle_order(order, payment_reference=reference, actor=seller_of(order.listing), at=timezone.now())
    order.refresh_from_db()
    assert (order.state, _balances(), Settlement.objects.count()) == ("accepted", {}, 0)


def test_no_settlement_before_the_licence() -> None:
    order = an_order()
    with pytest.raises(ValidationError):
        settle_order(order, payment_reference="1", actor=seller_of(order.listing), at=timezone.now())
    assert _balances() == {}


@pytest.mark.parametrize("role", [Role.HOST_EDITOR, Role.UNIT_ADMINISTRATOR, Role.TEACHER])
def test_only_finance_and_the_project_lead_settle(role: str) -> None:
    order = a_licence().order
    with pytest.raises(PermissionDenied):
        settle_order(order, payment_reference="1", actor=seller_of(order.listing, role), at=timezone.now())
    assert _balances() == {}


def test_a_free_licence_settles_without_money() -> None:
    settlement = a_settlement(an_order(a_listing(price_fen=0)))
    assert settlement.transfer is None
    assert _balances() == {}
    with pytest.raises(ValidationError):
        reverse_settlement(settlement, why="有误", actor=seller_of(settlement.order.listing), at=timezone.now())


def test_a_reversal_balances_and_keeps_the_first_entries() -> None:
    settlement = a_settlement()
    listing = settlement.order.listing
    finance = seller_of(listing, Role.FINANCE_HEAD)
    reverse_settlement(settlement, why="金额有误", actor=finance, at=timezone.now())
    with pytest.raises(ValidationError):
        reverse_settlement(settlement, why="金额有误", actor=finance, at=timezone.now())
    assert _balances() == {"外部付款": 0, listing.seller.name: 0}
    assert MoneyTransfer.objects.count() == 2
    entries: Any
    balance, entries = statement_of(listing.seller)
    assert balance == 0
    assert [(entry.amount, entry.running) for entry in entries] == [(-120_000, 0), (120_000, 120_000)]


def test_a_reversal_needs_a_reason_and_the_right_person() -> None:
    settlement = a_settlement()
    with pytest.raises(ValidationError):
        reverse_settlement(settlement, why=" ", actor=seller_of(settlement.order.listing), at=timezone.now())
    with pytest.raises(PermissionDenied):
        reverse_settlement(settlement, why="有误", actor=buyer_of(settlement.order), at=timezone.now())
    assert _balances()["外部付款"] == -120_000


def test_an_order_goes_its_way_by_the_page(client: Client) -> None:
    order = an_order()
    signed_in(client, seller_of(order.listing))
    url = reverse("exchange:act", args=[order.uuid])
    for sent, state in (
        ({"act": "accept"}, "accepted"),
        ({"act": "settle", "payment_reference": ""}, "accepted"),
        ({"act": "settle", "payment_reference": "HZ-1"}, "settled"),
        ({"act": "reverse", "why": "有误"}, "settled"),
    ):
        assert client.post(url, sent | {"once": str(uuid4())}).status_code == 302
        order.refresh_from_db()
        assert order.state == state
    assert "结算已冲正" in client.get(reverse("exchange:order", args=[order.uuid])).content.decode()
    assert _balances() == {"外部付款": 0, order.listing.seller.name: 0}


def test_the_buyer_and_a_stranger_act_only_as_they_may(client: Client) -> None:
    order = an_order()
    url = reverse("exchange:act", args=[order.uuid])
    signed_in(client, buyer_of(order))
    assert [client.post(url, {"act": act}).status_code for act in ("accept", "settle", "reverse", "dance")] == [404] * 4
    assert signed_in(client, a_buyer()).post(url, {"act": "cancel"}).status_code == 404
    order.refresh_from_db()
    assert order.state == "placed"


def test_a_withdrawn_offer_is_not_ordered() -> None:
    listing = a_listing(listed=False)
    with pytest.raises(PermissionDenied):
        place_order(listing, actor=a_buyer(), key=uuid4(), today=timezone.localdate())
