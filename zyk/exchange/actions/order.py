from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation, User
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.common import audit, ledger
from zyk.common.moves import move
from zyk.exchange.accounts import account_of_person, account_of_unit, paid_in
from zyk.exchange.enums import ORDER_MOVES, OrderState
from zyk.exchange.models import Licence, Listing, MoneyAccount, MoneyEntry, MoneyTransfer, Order, Settlement
from zyk.exchange.reasons import REASONS
from zyk.exchange.rules import TRADING_ROLES, can_cancel, can_manage, can_order, can_settle, is_certified, split


@transaction.atomic
def place_order(listing: Listing, *, actor: Actor, key: UUID, today: date) -> Order:
    """Ask for a licence at the price shown; price and split are frozen into the order."""
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    if not can_order(actor, listing) or actor.organisation is None or actor.user is None:
        raise PermissionDenied
    if _holds_licence(actor.organisation, listing, today):
        raise ValidationError(_("本单位已持有这个资源的有效许可，无须再次下单。"))
    if not is_certified(listing.resource):
        raise ValidationError(REASONS["uncertified"])
    if listing.orders.filter(buyer=actor.organisation, state=OrderState.PLACED).exists():
        raise ValidationError(REASONS["ordered"])
    order = Order.objects.create(
        number=f"X{today:%Y%m%d}-{key.hex[:8].upper()}",
        listing=listing,
        buyer=actor.organisation,
        placed_by=actor.user,
        price_fen=listing.price_fen,
        shares=_frozen_shares(listing),
    )
    audit.record(actor=actor, verb="place-order", about=order, facts={"price_fen": order.price_fen})
    notify(
        people_in_role(listing.seller, *TRADING_ROLES),
        text=_("收到新的许可订单 %(number)s。") % {"number": order.number},
        english_text=f"A new order for a licence came in: {order.number}.",
        url=f"/exchange/orders/{order.uuid}/",
        mail=True,
    )
    return order


@transaction.atomic
def accept_order(order: Order, *, actor: Actor, today: date) -> Licence:
    """Grant the licence asked for."""
    order = _locked(order)
    if not can_manage(actor, order.listing):
        raise PermissionDenied
    move(order, OrderState.ACCEPTED, moves=ORDER_MOVES, actor=actor)
    licence = Licence.objects.create(
        order=order,
        resource=order.listing.resource,
        organisation=order.buyer,
        scope=order.listing.scope,
        starts_on=today,
        ends_on=_months_later(today, order.listing.licence_months) if order.listing.licence_months else None,
    )
    notify(
        [order.placed_by],
        text=_("订单 %(number)s 已获许可。") % {"number": order.number},
        english_text=f"Order {order.number}: the licence was granted.",
        url=f"/exchange/orders/{order.uuid}/",
        mail=True,
    )
    return licence


@transaction.atomic
def cancel_order(order: Order, *, why: str, actor: Actor) -> None:
    """The buyer takes it back, or the seller declines, before a licence is granted."""
    order = _locked(order)
    if not can_cancel(actor, order):
        raise PermissionDenied
    move(order, OrderState.CANCELLED, moves=ORDER_MOVES, actor=actor, why=why)


@transaction.atomic
def settle_order(order: Order, *, payment_reference: str, actor: Actor, at: datetime) -> Settlement:
    """Book the payment and pay every share; free licences settle without a transfer."""
    order = _locked(order)
    if not can_settle(actor, order) or actor.user is None:
        raise PermissionDenied
    if order.price_fen and not payment_reference.strip():
        raise ValidationError({"payment_reference": _("请填写付款凭证号")})
    if len(payment_reference) > 80:
        raise ValidationError({"payment_reference": _("付款凭证号不超过 80 个字符")})
    move(order, OrderState.SETTLED, moves=ORDER_MOVES, actor=actor, facts={"payment_reference": payment_reference})
    transfer = None
    if order.price_fen:
        amounts: dict[MoneyAccount, int] = {paid_in(): -order.price_fen}
        for account, amount in zip(
            [_receiver(share) for share in order.shares],
            split(order.price_fen, [share["basis_points"] for share in order.shares]),
            strict=True,
        ):
            amounts[account] = amounts.get(account, 0) + amount
        transfer = ledger.post(
            MoneyEntry, key=f"order:{order.uuid}", amounts=amounts, at=at, description=f"{order.number} {order.listing}"
        )
    return Settlement.objects.create(
        order=order, transfer=transfer, settled_at=at, settled_by=actor.user, payment_reference=payment_reference
    )


@transaction.atomic
def reverse_settlement(settlement: Settlement, *, why: str, actor: Actor, at: datetime) -> Any:
    """Mend a wrong settlement by the opposite transfer; the first one stays in the book."""
    if not can_settle(actor, settlement.order):
        raise PermissionDenied
    if settlement.transfer is None:
        raise ValidationError(_("免费许可没有资金分录，无须冲正。"))
    if not why.strip():
        raise ValidationError({"why": _("请说明冲正理由")})
    if MoneyTransfer.objects.filter(reverses=settlement.transfer).exists():
        raise ValidationError(_("这笔结算已经冲正。"))
    entries = settlement.transfer.entries.select_related("account")
    transfer = ledger.post(
        MoneyEntry,
        key=f"reverse:{settlement.uuid}",
        amounts={entry.account: -entry.amount for entry in entries},
        at=at,
        description=why.strip()[:300],
        reverses=settlement.transfer,
    )
    audit.record(actor=actor, verb="reverse-settlement", about=settlement.order, why=why)
    return transfer


def _locked(order: Order) -> Order:
    return Order.objects.select_for_update(of=("self",)).select_related("listing__resource", "buyer").get(pk=order.pk)


def _holds_licence(organisation: Organisation, listing: Listing, today: date) -> bool:
    licences = Licence.objects.filter(organisation=organisation, resource=listing.resource)
    return any(licence.ends_on is None or licence.ends_on >= today for licence in licences)


def _frozen_shares(listing: Listing) -> list[dict[str, Any]]:
    return [
        {
            "organisation": str(share.organisation.uuid) if share.organisation else None,
            "person": str(share.person.uuid) if share.person else None,
            "name": str(share.organisation or share.person),
            "basis_points": share.basis_points,
        }
        for share in listing.shares.select_related("organisation", "person")
    ]


def _receiver(share: dict[str, Any]) -> MoneyAccount:
    if share["organisation"]:
        return account_of_unit(Organisation.objects.get(uuid=share["organisation"]))
    return account_of_person(User.objects.get(uuid=share["person"]))


def _months_later(day: date, months: int) -> date:
    """The last day of a term of whole months: the day before the same day, `months` later."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last) - timedelta(days=1)
        except ValueError:
            continue
    return date(day.year + years, month + 1, min(day.day, 28)) - timedelta(days=1)
