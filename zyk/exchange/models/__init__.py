from zyk.exchange.models.ledger import MoneyAccount, MoneyEntry, MoneyTransfer
from zyk.exchange.models.listing import Listing, RevenueShare
from zyk.exchange.models.order import Licence, Order, Settlement

__all__ = [
    "Licence",
    "Listing",
    "MoneyAccount",
    "MoneyEntry",
    "MoneyTransfer",
    "Order",
    "RevenueShare",
    "Settlement",
]
