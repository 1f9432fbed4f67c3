from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import Role
from zyk.accounts.models.membership import Membership
from zyk.accounts.models.user import User
from zyk.common.models import Identified, Timed

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force_on(self, day: date) -> "DelegationQuerySet":
        return self.filter(valid_from__lte=day, valid_until__gte=day, ended_at=None)

    def visible_to(self, actor: "Actor") -> "DelegationQuerySet":
        """Giver and stand-in see theirs; a unit administrator those of his unit."""
        own = Q(membership__user=actor.user) | Q(receiver=actor.user)
        if actor.role == Role.UNIT_ADMINISTRATOR:
            own |= Q(membership__organisation=actor.organisation_id)
        return self.filter(own) if actor.user else self.none()


class Delegation(Identified, Timed):
    """代理: for some days a colleague of the same unit may act in the capacity of another.

    The trail always names who really acted; an act that asks for two persons still asks for two."""

    VERBS: ClassVar = {"delegate": _("设立代理"), "end-delegation": _("结束代理")}

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="delegations")
    receiver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations")
    valid_from = models.DateField(_("自"))
    valid_until = models.DateField(_("至"))
    reason = models.CharField(_("事由"), max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="delegation_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.membership} → {self.receiver}"
