"""Real offers, orders and settlements for tests of this context and those above."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.accounts.builders import a_member
from tests.library.builders import a_library, a_resource, leader_of
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.exchange.actions import Share, accept_order, create_listing, list_it, place_order, settle_order
from zyk.exchange.models import Licence, Listing, Order, Settlement
from zyk.library.actions import mark_certified
from zyk.library.models import Resource


def a_certified_resource(**fields: Any) -> Resource:
    resource = a_resource(**fields)
    assert resource.current_version
    mark_certified(resource.current_version, "资源认证标准", at=timezone.now(), actor=leader_of(resource.library))
    resource.refresh_from_db()
    return resource


def a_listing(
    seller: Actor | None = None,
    resource: Resource | None = None,
    shares: Sequence[Share] | None = None,
    price_fen: int = 120_000,
    listed: bool = True,
    **fields: Any,
) -> Listing:
    """An offer of a certified resource; `seller_of(listing)` gives somebody who may manage and settle it."""
    resource = resource or a_certified_resource(library=a_library(seller.organisation if seller else None))
    lead = seller or a_member(Role.PROJECT_LEAD, resource.library.lead_host)
    assert lead.organisation
    described: dict[str, Any] = {
        "title": resource.title,
        "description": "可用于课堂教学。",
        "scope": "unit",
        "licence_months": 12,
    }
    listing = create_listing(
        resource=resource,
        price_fen=price_fen,
        shares=shares or [Share(lead.organisation, 10_000)],
        actor=lead,
        **(described | fields),
    )
    if listed:
        list_it(listing, actor=lead)
        listing.refresh_from_db()
    return listing


def seller_of(listing: Listing, role: str = Role.PROJECT_LEAD) -> Actor:
    return a_member(role, listing.seller)


def a_buyer(organisation: Organisation | None = None, role: str = Role.PROJECT_LEAD) -> Actor:
    return a_member(role, organisation)


def an_order(listing: Listing | None = None, buyer: Actor | None = None) -> Order:
    return place_order(listing or a_listing(), actor=buyer or a_buyer(), key=uuid4(), today=timezone.localdate())


def a_licence(order: Order | None = None) -> Licence:
    order = order or an_order()
    return accept_order(order, actor=seller_of(order.listing), today=timezone.localdate())


def a_settlement(order: Order | None = None) -> Settlement:
    order = order or an_order()
    a_licence(order)
    finance = seller_of(order.listing, Role.FINANCE_HEAD)
    return settle_order(order, payment_reference="HZ-2026-0001", actor=finance, at=timezone.now())


def buyer_of(order: Order, role: str = Role.PROJECT_LEAD) -> Actor:
    return a_member(role, order.buyer)
