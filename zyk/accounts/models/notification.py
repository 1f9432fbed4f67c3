from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models.user import User

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, actor: "Actor") -> "NotificationQuerySet":
        return self.filter(recipient=actor.user) if actor.user else self.none()


class Notification(models.Model):
    """Something a person should know or do, in words already written; mailed when an act is expected."""

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(_("内容"), max_length=300)
    english_text = models.CharField(max_length=400)
    url = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient", "read_at"])]

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """The text in the reader's language."""
        return self.english_text if (get_language() or "").startswith("en") else self.text
