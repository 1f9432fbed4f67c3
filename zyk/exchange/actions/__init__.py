from zyk.exchange.actions.listing import Share, create_listing, list_it, withdraw_listing
from zyk.exchange.actions.order import accept_order, cancel_order, place_order, reverse_settlement, settle_order

__all__ = [
    "Share",
    "accept_order",
    "cancel_order",
    "create_listing",
    "list_it",
    "place_order",
    "reverse_settlement",
    "settle_order",
    "withdraw_listing",
]
