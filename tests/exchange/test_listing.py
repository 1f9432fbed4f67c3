import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, a_user, an_organisation, signed_in
from tests.exchange.builders import a_certified_resource, a_listing, an_order, seller_of
from tests.library.builders import a_resource
from zyk.accounts.enums import Role
from zyk.exchange.actions import Share, list_it, withdraw_listing
from zyk.exchange.models import Listing
from zyk.library.models import Resource

pytestmark = pytest.mark.django_db


def _offered(resource: Resource, **changed: str) -> dict[str, str]:
    """What the form sends for an offer of `resource` shared by two."""
    return {
        "resource": str(resource.pk),
        "title": "维保套装",
        "description": "",
        "scope": "unit",
        "licence_months": "12",
        "price": "1200.50",
        "shares-TOTAL_FORMS": "4",
        "shares-INITIAL_FORMS": "1",
        "shares-MIN_NUM_FORMS": "0",
        "shares-MAX_NUM_FORMS": "4",
        "shares-0-receiver": resource.library.lead_host.name,
        "shares-0-percent": "70",
        "shares-1-receiver": "",
        "shares-1-percent": "",
    } | changed


def test_only_a_certified_resource_is_offered() -> None:
    with pytest.raises(ValidationError):
        a_listing(resource=a_resource())
    assert Listing.objects.count() == 0


def test_shares_must_add_up_to_the_whole() -> None:
    with pytest.raises(ValidationError):
        a_listing(shares=[Share(an_organisation(), 6000), Share(a_user(), 3999)])
    assert Listing.objects.count() == 0


def test_another_unit_does_not_offer_what_is_not_its_own() -> None:
    with pytest.raises(PermissionDenied):
        a_listing(resource=a_certified_resource(), seller=a_member(Role.PROJECT_LEAD))


def test_a_unit_offers_a_resource_once() -> None:
    listing = a_listing()
    with pytest.raises(ValidationError):
        a_listing(resource=listing.resource)


def test_an_offer_taken_off_comes_back_only_while_no_other_took_its_place() -> None:
    first = a_listing()
    lead = seller_of(first)
    withdraw_listing(first, why="改价", actor=lead)
    second = a_listing(resource=first.resource)
    with pytest.raises(ValidationError):
        list_it(first, actor=lead)
    withdraw_listing(second, why="改回", actor=lead)
    list_it(first, actor=lead)
    first.refresh_from_db()
    assert first.state == "listed"


def test_a_stranger_neither_lists_nor_withdraws() -> None:
    listing = a_listing()
    with pytest.raises(PermissionDenied):
        withdraw_listing(listing, why="", actor=a_member(Role.PROJECT_LEAD))


def test_a_draft_exists_for_its_unit_only(client: Client) -> None:
    listing = a_listing(listed=False)
    url = reverse("exchange:listing", args=[listing.uuid])
    assert client.get(url).status_code == 404
    assert signed_in(client, a_member(Role.PROJECT_LEAD)).get(url).status_code == 404
    assert signed_in(client, seller_of(listing)).get(url).status_code == 200
    assert an_order(a_listing()).listing != listing


def test_the_form_makes_an_offer_shared_by_a_unit_and_a_person(client: Client) -> None:
    resource, author = a_certified_resource(), a_user(name="李老师")
    lead = a_member(Role.PROJECT_LEAD, resource.library.lead_host)
    sent = _offered(resource, **{"shares-1-receiver": author.username, "shares-1-percent": "30"})
    answer = signed_in(client, lead).post(reverse("exchange:create"), sent)
    listing = Listing.objects.get()
    assert answer["Location"] == reverse("exchange:listing", args=[listing.uuid])
    assert listing.price_fen == 120_050
    assert [(share.organisation or share.person, share.basis_points) for share in listing.shares.all()] == [
        (lead.organisation, 7000),
        (author, 3000),
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "各方分成合计应为 100%"),
        ({"price": "-1"}, "价格不能为负数"),
        ({"shares-1-receiver": "查无此人", "shares-1-percent": "30"}, "没有这个单位或用户"),
        ({"shares-1-percent": "30"}, "请同时填写分成对象和比例"),
    ],
)
def test_a_refused_offer_is_told_and_keeps_what_was_typed(client: Client, changed: dict[str, str], said: str) -> None:
    resource = a_certified_resource()
    lead = a_member(Role.PROJECT_LEAD, resource.library.lead_host)
    answer = signed_in(client, lead).post(reverse("exchange:create"), _offered(resource, **changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "维保套装" in answer.content.decode()
    assert Listing.objects.count() == 0


def test_listing_and_withdrawing_by_the_page(client: Client) -> None:
    listing = a_listing(listed=False)
    signed_in(client, seller_of(listing))
    url = reverse("exchange:move", args=[listing.uuid])
    client.post(url, {"list": "1"})
    listing.refresh_from_db()
    assert listing.state == "listed"
    client.post(url, {"withdraw": "1", "why": "改价"})
    listing.refresh_from_db()
    assert listing.state == "withdrawn"
    assert signed_in(client, a_member(Role.PROJECT_LEAD)).post(url, {"list": "1"}).status_code == 404
