from django.db import models

from zyk.common.models import Identified
from zyk.media.enums import PreviewKind
from zyk.media.models.stored_file import StoredFile


class FilePreview(Identified):
    """One piece made from a stored file by the worker: a picture, a page, a sheet, a chapter.

    A new making replaces all pieces, so a piece's address never changes its content."""

    stored_file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="previews")
    kind = models.CharField(max_length=20, choices=PreviewKind.choices)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    blocks = models.JSONField(default=list)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["stored_file_id", "kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["stored_file", "kind", "position"], name="file_preview_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stored_file_id} {self.kind} {self.position}"
