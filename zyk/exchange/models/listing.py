from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.exchange.enums import LicenceScope, ListingState
from zyk.library.models import Resource

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class ListingQuerySet(models.QuerySet["Listing"]):
    def visible_to(self, actor: "Actor") -> "ListingQuerySet":
        """Listed ones to everyone; the seller's own in any state."""
        seen = Q(state=ListingState.LISTED)
        if actor.organisation_id:
            seen |= Q(seller_id=actor.organisation_id)
        return self.filter(seen)


class Listing(Identified, Timed):
    """上架: a certified resource offered under terms; price 0 is free of charge."""

    State = ListingState

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="listings")
    seller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listings")
    title = models.CharField(_("名称"), max_length=200)
    description = models.TextField(_("说明"), blank=True)
    scope = models.CharField(_("许可范围"), max_length=20, choices=LicenceScope.choices, default=LicenceScope.UNIT)
    licence_months = models.PositiveIntegerField(_("许可期限（月）"), null=True, blank=True)
    price_fen = models.PositiveBigIntegerField(_("价格（分）"), default=0)
    state = models.CharField(_("状态"), max_length=20, choices=ListingState.choices, default=ListingState.DRAFT)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "seller"], condition=~Q(state=ListingState.WITHDRAWN), name="listing_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class RevenueShare(models.Model):
    """分成: who receives how many basis points (of 10,000) of an order; the lead host decides (notice 一、（四）)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis_points = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, person__isnull=False)
                | Q(organisation__isnull=False, person__isnull=True),
                name="share_has_one_receiver",
            ),
            models.CheckConstraint(condition=Q(basis_points__gt=0, basis_points__lte=10000), name="share_basis_points"),
        ]

    @property
    def ratio(self) -> Decimal:
        return Decimal(self.basis_points) / 10_000
