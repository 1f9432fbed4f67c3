from django.db import models

from zyk.media.enums import FaultKind
from zyk.media.models.stored_file import StoredFile


class FileFault(models.Model):
    """What the nightly look found wrong with a stored file; found anew every night."""

    stored_file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="fault")
    kind = models.CharField(max_length=20, choices=FaultKind.choices)
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.stored_file_id} {self.kind}"
