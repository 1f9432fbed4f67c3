from django.db import models


class Reminder(models.Model):
    """A reminder that was sent. What it is about is sent once, however often the worker runs."""

    about = models.CharField(max_length=120, unique=True)  # kind, subject and occasion in one key
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.about
