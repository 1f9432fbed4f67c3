"""A unit's own offers and its money account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.exchange.actions import create_listing, list_it, withdraw_listing
from zyk.exchange.forms import ListingForm, ShareRows, shares_of
from zyk.exchange.queries import listable_resources, own_listings, statement_of
from zyk.exchange.rules import TRADING_ROLES


@audience(*TRADING_ROLES)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The unit's offers in every state, and what it may offer next."""
    actor = actor_in(request)
    context = {
        "page": page_of(request, own_listings(actor)),
        "listable": listable_resources(actor).count(),
    }
    return render(request, "exchange/mine.html", context)


@audience(*TRADING_ROLES)
@require_http_methods(["GET", "POST"])
@once
def create(request: HttpRequest) -> HttpResponse:
    """Prepare an offer with its split."""
    actor = actor_in(request)
    form = ListingForm(request.POST or None, actor=actor)
    first = [{"receiver": actor.organisation.name, "percent": 100}] if actor.organisation else []
    rows = ShareRows(request.POST or None, initial=None if request.POST else first, prefix="shares")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        given = form.cleaned_data
        try:
            made = create_listing(
                resource=given["resource"],
                title=given["title"],
                description=given["description"],
                scope=given["scope"],
                licence_months=given["licence_months"],
                price_fen=given["price"],
                shares=shares_of(rows),
                actor=actor,
            )
        except PermissionDenied:
            raise Http404 from None
        except ValidationError as refused:
            form.add_error(None, " ".join(refused.messages))
        else:
            messages.success(request, _("已保存，确认无误后可以上架。"))
            return redirect("exchange:listing", made.uuid)
    has_errors = bool(form.errors) or (request.method == "POST" and not rows.is_valid())
    return render(request, "exchange/create.html", {"form": form, "rows": rows}, status=422 if has_errors else 200)


@audience(*TRADING_ROLES)
@require_POST
@once
def move(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put on the market or take off."""
    actor = actor_in(request)
    one = get_object_or_404(own_listings(actor), uuid=uuid)
    try:
        if "list" in request.POST:
            list_it(one, actor=actor)
            messages.success(request, _("已上架。"))
        else:
            withdraw_listing(one, why=request.POST.get("why", ""), actor=actor)
            messages.success(request, _("已下架；已给出的许可仍然有效。"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("exchange:listing", one.uuid)


@audience(*TRADING_ROLES)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The unit's money account, entry by entry."""
    balance, entries = statement_of(actor_in(request).organisation)
    return render(request, "exchange/account.html", {"balance": balance, "page": page_of(request, entries)})
