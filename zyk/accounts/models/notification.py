from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models.user import User


class Notification(models.Model):
    """Something a person should know or do, in words already written; mailed when an act is expected."""

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(_("内容"), max_length=300)
    english_text = models.CharField(max_length=400)
    url = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient", "read_at"])]

    def __str__(self) -> str:
        return self.text
