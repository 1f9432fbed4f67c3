"""Who sells, buys and settles (notice 一、（四）: only certified resources; the lead host decides the split)."""

from collections.abc import Iterable

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.exchange.models import Listing, Order
from zyk.library.models import Resource

TRADING_ROLES = (Role.PROJECT_LEAD, Role.HOST_EDITOR, Role.FINANCE_HEAD, Role.UNIT_ADMINISTRATOR)
BUYING_ROLES = (*TRADING_ROLES, Role.TEACHER)
WHOLE = 10_000


def can_list(actor: Actor, resource: Resource) -> bool:
    """The lead host of the library, or the unit that contributed the resource."""
    return actor.is_any(*TRADING_ROLES) and actor.organisation_id in (
        resource.contributor_id,
        resource.library.lead_host_id,
    )


def is_certified(resource: Resource) -> bool:
    """Only a certified resource is traded; a new version loses the mark until it is certified again."""
    return resource.certified_at is not None


def can_manage(actor: Actor, listing: Listing) -> bool:
    return actor.is_any(*TRADING_ROLES) and actor.organisation_id == listing.seller_id


def can_order(actor: Actor, listing: Listing) -> bool:
    """Any other unit may ask for a licence."""
    return (
        actor.is_any(*BUYING_ROLES)
        and actor.organisation_id is not None
        and actor.organisation_id != listing.seller_id
        and listing.state == listing.State.LISTED
    )


def can_cancel(actor: Actor, order: Order) -> bool:
    """Anybody who buys for the buying unit; on the selling side those who manage the offer."""
    is_buyer = actor.is_any(*BUYING_ROLES) and actor.organisation_id == order.buyer_id
    return is_buyer or can_manage(actor, order.listing)


def can_settle(actor: Actor, order: Order) -> bool:
    return actor.is_any(Role.FINANCE_HEAD, Role.PROJECT_LEAD) and actor.organisation_id == order.listing.seller_id


def split(price_fen: int, basis_points: Iterable[int]) -> list[int]:
    """Amounts in fen for each share, summing to the price: what rounding leaves goes to the largest remainders."""
    points = list(basis_points)
    exact = [price_fen * point for point in points]
    amounts = [value // WHOLE for value in exact]
    by_remainder = sorted(range(len(points)), key=lambda i: (-(exact[i] % WHOLE), i))
    for index in by_remainder[: price_fen - sum(amounts)]:
        amounts[index] += 1
    return amounts
