"""Orders of the buying and the selling unit: granted, settled, cancelled, mended."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zyk.accounts.actor import Actor, actor_in
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.exchange.actions import accept_order, cancel_order, reverse_settlement, settle_order
from zyk.exchange.enums import OrderState
from zyk.exchange.models import Order
from zyk.exchange.queries import licences_of, orders_of, parts_of
from zyk.exchange.rules import BUYING_ROLES, TRADING_ROLES, can_cancel, can_manage, can_settle


@audience(*BUYING_ROLES)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """Bought and sold, newest first; the unit's licences beside them."""
    actor = actor_in(request)
    state = request.GET.get("state", "")
    rows = orders_of(actor)
    if state in OrderState.values:
        rows = rows.filter(state=state)
    context = {
        "page": page_of(request, rows),
        "state": state,
        "states": OrderState.choices,
        "licences": licences_of(actor.organisation_id)[:20],
        "may_trade": actor.is_any(*TRADING_ROLES),
    }
    return render(request, "exchange/orders.html", context)


@audience(*BUYING_ROLES)
@require_safe
def order(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    one = get_object_or_404(orders_of(actor), uuid=uuid)
    settlement = getattr(one, "settlement", None)
    context = {
        "order": one,
        "licence": getattr(one, "licence", None),
        "settlement": settlement,
        "is_reversed": bool(settlement and settlement.transfer and hasattr(settlement.transfer, "reversal")),
        "parts": parts_of(one) if can_manage(actor, one.listing) else (),
        "may_manage": can_manage(actor, one.listing),
        "may_cancel": can_cancel(actor, one),
        "may_settle": can_settle(actor, one),
        "history": history_of(one),
    }
    return render(request, "exchange/order.html", context)


@audience(*BUYING_ROLES)
@require_POST
@once
def act(request: HttpRequest, uuid: str) -> HttpResponse:
    """accept, cancel, settle or reverse."""
    actor = actor_in(request)
    one = get_object_or_404(orders_of(actor), uuid=uuid)
    deed = _deed(request, one, actor)
    if deed is None:
        raise Http404
    try:
        deed()
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("已处理。"))
    return redirect("exchange:order", one.uuid)


def _deed(request: HttpRequest, order: Order, actor: Actor) -> Callable[[], Any] | None:
    now, why = timezone.now(), request.POST.get("why", "")
    match request.POST.get("act"):
        case "accept":
            return lambda: accept_order(order, actor=actor, today=timezone.localdate())
        case "cancel":
            return lambda: cancel_order(order, why=why, actor=actor)
        case "settle":
            reference = request.POST.get("payment_reference", "")
            return lambda: settle_order(order, payment_reference=reference, actor=actor, at=now)
        case "reverse" if hasattr(order, "settlement"):
            return lambda: reverse_settlement(order.settlement, why=why, actor=actor, at=now)
    return None
