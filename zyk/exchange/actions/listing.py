from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation, User
from zyk.common import audit
from zyk.common.moves import move
from zyk.exchange.enums import LISTING_MOVES, ListingState
from zyk.exchange.models import Listing, RevenueShare
from zyk.exchange.rules import WHOLE, can_list, can_manage, is_certified
from zyk.library.models import Resource


@dataclass(frozen=True)
class Share:
    """A receiver (a unit or a person) and his basis points of 10,000."""

    receiver: Organisation | User
    basis_points: int


@transaction.atomic
def create_listing(
    *,
    resource: Resource,
    title: str,
    description: str,
    scope: str,
    licence_months: int | None,
    price_fen: int,
    shares: Sequence[Share],
    actor: Actor,
) -> Listing:
    """Prepare an offer of a certified resource; the shares must sum to the whole."""
    if not can_list(actor, resource) or actor.organisation is None:
        raise PermissionDenied
    if not is_certified(resource):
        raise ValidationError(_("只有通过资源认证的资源才能上架。请先申请认证。"))
    _check_shares(shares)
    try:
        with transaction.atomic():
            listing = Listing.objects.create(
                resource=resource,
                seller=actor.organisation,
                title=title,
                description=description,
                scope=scope,
                licence_months=licence_months,
                price_fen=price_fen,
            )
    except IntegrityError as error:
        raise ValidationError(_("本单位已有这个资源的上架记录。")) from error
    RevenueShare.objects.bulk_create(
        RevenueShare(
            listing=listing,
            organisation=share.receiver if isinstance(share.receiver, Organisation) else None,
            person=share.receiver if isinstance(share.receiver, User) else None,
            basis_points=share.basis_points,
        )
        for share in shares
    )
    audit.record(actor=actor, verb="create", about=listing, facts={"price_fen": price_fen})
    return listing


@transaction.atomic
def list_it(listing: Listing, *, actor: Actor) -> None:
    """Put it on the market."""
    _own(listing, actor)
    if not is_certified(listing.resource):
        raise ValidationError(_("这个资源的认证已失效，重新认证后才能上架。"))
    others = Listing.objects.filter(resource=listing.resource, seller=listing.seller).exclude(pk=listing.pk)
    if others.exclude(state=ListingState.WITHDRAWN).exists():
        raise ValidationError(_("本单位已有这个资源的上架记录。"))
    move(listing, ListingState.LISTED, moves=LISTING_MOVES, actor=actor)


@transaction.atomic
def withdraw_listing(listing: Listing, *, why: str, actor: Actor) -> None:
    """Take it off the market; licences already given stay."""
    _own(listing, actor)
    move(listing, ListingState.WITHDRAWN, moves=LISTING_MOVES, actor=actor, why=why)


def _check_shares(shares: Sequence[Share]) -> None:
    if sum(share.basis_points for share in shares) != WHOLE:
        raise ValidationError({"shares": _("各方分成合计应为 100%")})
    if any(share.basis_points <= 0 for share in shares):
        raise ValidationError({"shares": _("每一方的分成应大于 0")})


def _own(listing: Listing, actor: Actor) -> None:
    if not can_manage(actor, listing):
        raise PermissionDenied
