from django.db import models

from zyk.records.models.dictionary import KnownActivity


class ActivityDefinition(models.Model):
    """What the sources that may define have said of an activity, merged, the newest word winning."""

    activity = models.OneToOneField(
        KnownActivity, primary_key=True, on_delete=models.CASCADE, db_constraint=False, related_name="+"
    )
    definition = models.JSONField()

    def __str__(self) -> str:
        return str(self.activity)


class Bookmark(models.Model):
    """How far a reader of the statements has come, by sequence."""

    name = models.CharField(max_length=40, primary_key=True)
    sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
