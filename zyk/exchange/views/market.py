"""The market: what is offered, and asking for a licence."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.common.audience import ANYONE, audience
from zyk.common.once import FIELD, once
from zyk.common.paging import page_of, sort_of
from zyk.exchange.actions import place_order
from zyk.exchange.enums import LicenceScope
from zyk.exchange.models import Listing
from zyk.exchange.queries import on_market, why_no_order
from zyk.exchange.reasons import REASONS
from zyk.exchange.rules import BUYING_ROLES, TRADING_ROLES, can_manage
from zyk.library.enums import MediaType

SORTS = {"newest": ("-updated_at", "-pk"), "price": ("price_fen", "pk"), "title": ("title", "pk")}


@audience(ANYONE)
@require_safe
def listings(request: HttpRequest) -> HttpResponse:
    """What is offered, by words, kind, scope and price."""
    actor = actor_in(request)
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "media_type", "scope", "price")}
    rows = on_market(chosen["q"], chosen["media_type"], chosen["scope"], chosen["price"])
    sort = sort_of(request, SORTS, "newest")
    context = {
        "page": page_of(request, rows.order_by(*sort.order_by), per_page=20),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "sort": sort,
        "media_types": MediaType.choices,
        "scopes": LicenceScope.choices,
        "may_buy": actor.is_any(*BUYING_ROLES),
        "may_trade": actor.is_any(*TRADING_ROLES),
    }
    return render(request, "exchange/listings.html", context)


@audience(ANYONE)
@require_safe
def listing(request: HttpRequest, uuid: str) -> HttpResponse:
    """One offer: what, from whom, on which terms, and the order."""
    actor = actor_in(request)
    offers = Listing.objects.visible_to(actor).select_related("resource__library", "seller")
    one = get_object_or_404(offers, uuid=uuid)
    reason = why_no_order(actor, one, timezone.localdate())
    context = {
        "listing": one,
        "why_not": REASONS[reason] if reason else "",
        "may_manage": can_manage(actor, one),
        "shares": one.shares.select_related("organisation", "person") if can_manage(actor, one) else (),
    }
    return render(request, "exchange/listing.html", context)


@audience(*BUYING_ROLES)
@require_POST
@once
def order(request: HttpRequest, uuid: str) -> HttpResponse:
    """Ask for a licence for one's unit."""
    actor = actor_in(request)
    one = get_object_or_404(Listing.objects.visible_to(actor), uuid=uuid)
    try:
        placed = place_order(one, actor=actor, key=_key(request), today=timezone.localdate())
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("exchange:listing", one.uuid)
    messages.success(request, _("订单已提交，上架单位处理后会通知你。"))
    return redirect("exchange:order", placed.uuid)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return uuid4()
