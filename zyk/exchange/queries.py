"""Reads of the exchange."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum, Window

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation
from zyk.common.ledger import balance_of
from zyk.exchange.enums import ListingState, OrderState
from zyk.exchange.models import Licence, Listing, MoneyAccount, MoneyEntry, Order
from zyk.exchange.rules import BUYING_ROLES, WHOLE, is_certified, split
from zyk.library.enums import ResourceState
from zyk.library.models import Resource


@dataclass(frozen=True)
class Part:
    """What one receiver of an order gets, in fen."""

    name: str
    basis_points: int
    amount_fen: int

    @property
    def ratio(self) -> Decimal:
        return Decimal(self.basis_points) / WHOLE


def on_market(text: str = "", media_type: str = "", scope: str = "", price: str = "") -> QuerySet[Listing]:
    """Listed offers; `price` is "free", "priced" or empty."""
    rows = Listing.objects.filter(state=ListingState.LISTED).select_related("resource__library", "seller")
    if text:
        rows = rows.filter(
            Q(title__icontains=text)
            | Q(description__icontains=text)
            | Q(resource__keywords__icontains=text)
            | Q(resource__library__name__icontains=text)
        )
    if media_type:
        rows = rows.filter(resource__media_type=media_type)
    if scope:
        rows = rows.filter(scope=scope)
    if price == "free":
        rows = rows.filter(price_fen=0)
    elif price == "priced":
        rows = rows.filter(price_fen__gt=0)
    return rows


def own_listings(actor: Actor) -> QuerySet[Listing]:
    return Listing.objects.filter(seller_id=actor.organisation_id or 0).select_related("resource__library", "seller")


def listable_resources(actor: Actor) -> QuerySet[Resource]:
    """Certified, published resources of the actor's unit that it has not offered yet."""
    unit = actor.organisation_id or 0
    offered = Listing.objects.filter(seller_id=unit).exclude(state=ListingState.WITHDRAWN)
    return (
        Resource.objects.filter(
            Q(contributor_id=unit) | Q(library__lead_host_id=unit),
            state=ResourceState.PUBLISHED,
            certified_at__isnull=False,
        )
        .exclude(pk__in=offered.values("resource"))
        .select_related("library")
        .order_by("title", "pk")
    )


def orders_of(actor: Actor) -> QuerySet[Order]:
    return Order.objects.visible_to(actor).select_related("listing__seller", "listing__resource", "buyer", "placed_by")


def parts_of(order: Order) -> list[Part]:
    """The split of an order as it will be, or was, paid."""
    amounts = split(order.price_fen, [share["basis_points"] for share in order.shares])
    return [
        Part(share["name"], share["basis_points"], amount) for share, amount in zip(order.shares, amounts, strict=True)
    ]


def licences_of(organisation_id: int | None) -> QuerySet[Licence]:
    return Licence.objects.filter(organisation_id=organisation_id or 0).select_related("resource__library", "order")


def valid_licence(organisation_id: int | None, resource: Resource, today: date) -> Licence | None:
    valid = licences_of(organisation_id).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), resource=resource)
    return valid.first()


def statement_of(organisation: Organisation | None) -> tuple[int, QuerySet[MoneyEntry]]:
    """Balance in fen, and the unit's entries, newest first, each with the balance after it (`running`)."""
    account = MoneyAccount.objects.filter(organisation=organisation).first() if organisation else None
    entries = (
        MoneyEntry.objects.filter(account=account)
        .select_related("transfer")
        .annotate(running=Window(Sum("amount"), order_by=F("id").asc()))
        .order_by("-id")
    )
    return (balance_of(account) if account else 0, entries if account else MoneyEntry.objects.none())


def why_no_order(actor: Actor, listing: Listing, today: date) -> str:
    """A key of REASONS, empty when the actor may order."""
    if not actor.is_signed_in:
        return "sign-in"
    if actor.organisation_id == listing.seller_id:
        return "own"
    if not actor.is_any(*BUYING_ROLES) or actor.organisation_id is None:
        return "role"
    if valid_licence(actor.organisation_id, listing.resource, today):
        return "licensed"
    if not is_certified(listing.resource):
        return "uncertified"
    if listing.orders.filter(buyer_id=actor.organisation_id, state=OrderState.PLACED).exists():
        return "ordered"
    return ""
