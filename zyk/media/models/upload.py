from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from zyk.accounts.models import Organisation
from zyk.common.models import Identified, Timed
from zyk.media.models.stored_file import StoredFile

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: "Actor") -> "UploadQuerySet":
        """An upload is its sender's alone."""
        return self.filter(person=actor.user) if actor.user else self.none()

    def unfinished(self, now: datetime) -> "UploadQuerySet":
        return self.filter(stored_file=None, refusal="", expires_at__gt=now)


class Upload(Identified, Timed):
    """A content on its way in, in as many pieces as the connection allows (tus 1.0).

    How far it has come is the length of its file on the disk: while bytes arrive no row is written."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    size_bytes = models.PositiveBigIntegerField()
    expires_at = models.DateTimeField()
    stored_file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    refusal = models.TextField(blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(size_bytes__gt=0), name="upload_not_empty")]
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def part_name(self) -> str:
        """Under which its bytes lie in `incoming/` until it is whole."""
        return f"zyk-up-{self.uuid.hex}"
