from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import Role
from zyk.accounts.models.organisation import Organisation
from zyk.accounts.models.user import User
from zyk.common.models import Identified, Timed

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> "MembershipQuerySet":
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )

    def visible_to(self, actor: "Actor") -> "MembershipQuerySet":
        """A unit administrator sees the people of his own unit; nobody else sees anyone's."""
        if actor.role != Role.UNIT_ADMINISTRATOR:
            return self.none()
        return self.filter(organisation_id=actor.organisation_id)


class Membership(Identified, Timed):
    """A role of a person at an organisation, for a period, in an optional scope
    (a specialty code for experts, a class or department for students and teachers)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    scope = models.CharField(_("范围"), max_length=80, blank=True)
    valid_from = models.DateField(_("自"), null=True, blank=True)
    valid_until = models.DateField(_("至"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role", "scope"], name="membership_once"),
        ]
        indexes = [models.Index(fields=["organisation", "role"])]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"

    def is_valid_on(self, day: date) -> bool:
        return not (self.valid_from and self.valid_from > day) and not (self.valid_until and self.valid_until < day)
