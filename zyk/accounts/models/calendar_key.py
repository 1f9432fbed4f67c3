import uuid

from django.db import models

from zyk.accounts.models.user import User


class CalendarKey(models.Model):
    """日历订阅: the secret part of the address of a person's calendar feed; a new one ends the old address."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    key = models.UUIDField(default=uuid.uuid4, unique=True)

    def __str__(self) -> str:
        return str(self.user)
