from django.db import models


class AuditEntry(models.Model):
    """One act that somebody answers for. Rows are only ever added; each carries the hash of the one before.

    People and objects are named by uuid and by the words they had then, without foreign keys,
    so that deleting a user never deletes history."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_uuid = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    capacity = models.CharField(max_length=300, blank=True)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=80)
    object_uuid = models.UUIDField()
    object_label = models.CharField(max_length=300)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    why = models.TextField(blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["object_type", "object_uuid", "-sequence"]),
            models.Index(fields=["actor_uuid", "-sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.object_label}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is added."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
