from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.exchange.enums import LicenceScope, OrderState
from zyk.exchange.models.ledger import MoneyTransfer
from zyk.exchange.models.listing import Listing
from zyk.library.models import Resource

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: "Actor") -> "OrderQuerySet":
        """The buying and the selling unit."""
        if not actor.organisation_id:
            return self.none()
        return self.filter(Q(buyer_id=actor.organisation_id) | Q(listing__seller_id=actor.organisation_id))


class Order(Identified, Timed):
    State = OrderState
    VERBS: ClassVar = {
        "place-order": pgettext_lazy("audit trail", "提交订单"),
        "reverse-settlement": pgettext_lazy("audit trail", "冲正结算"),
    }

    number = models.CharField(_("订单号"), max_length=30, unique=True)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="orders")
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    price_fen = models.PositiveBigIntegerField(_("金额（分）"))
    shares = models.JSONField(default=list)  # the split as it stood when ordered
    state = models.CharField(_("状态"), max_length=20, choices=OrderState.choices, default=OrderState.PLACED)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number


class Licence(Identified):
    """许可: the right to use a resource, for a unit and a time."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="licence")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="licences")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="licences")
    scope = models.CharField(_("许可范围"), max_length=20, choices=LicenceScope.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]


class Settlement(Identified):
    """结算 of one order: the transfer that pays every share."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="settlement")
    transfer = models.OneToOneField(MoneyTransfer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    payment_reference = models.CharField(_("付款凭证号"), max_length=80, blank=True)
