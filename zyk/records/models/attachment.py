from django.db import models

from zyk.records.fields import CompactUuidField


class AttachedFile(models.Model):
    """The bytes of an attachment, once per content. They are rows, not files: kept or undone with their statement
    in one transaction, and gone when the last statement that carries them is."""

    sha2 = models.CharField(max_length=128, unique=True)  # SHA-224 to SHA-512, in small hexadecimal digits
    content = models.BinaryField()
    stored = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha2


class AttachmentUse(models.Model):
    """Which statement carries which file; by the statement's id, so that it holds for sealed statements too."""

    statement_uuid = CompactUuidField()
    file = models.ForeignKey(AttachedFile, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement_uuid", "file"], name="attachment_use_once")]
