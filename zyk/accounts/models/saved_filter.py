from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models.user import User
from zyk.common.models import Identified, Timed

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, actor: "Actor") -> "SavedFilterQuerySet":
        return self.filter(user=actor.user) if actor.user else self.none()


class SavedFilter(Identified, Timed):
    """A list with a person's own filter and order, kept under a name."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("名称"), max_length=60)
    path = models.CharField(max_length=200)
    query = models.CharField(max_length=500)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}"
