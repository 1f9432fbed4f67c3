"""Documents beside the statements: what a launch remembers, and what is kept of an agent or an activity."""

from hashlib import blake2b
from uuid import UUID

from django.db import models

from zyk.records.enums import DocumentKind
from zyk.records.fields import CompactUuidField
from zyk.records.models.dictionary import KnownActivity, KnownAgent


def digest_of_place(*parts: str) -> UUID:
    """By which a document is found: one digest of all that its address names."""
    return UUID(bytes=blake2b("\x00".join(parts).encode(), digest_size=16).digest())


class Document(models.Model):
    """One document of the state, agent profile or activity profile resource. `realm` is whose it is: empty for the
    platform and what the operator lets in, else the unit or the library a credential is bound to."""

    digest = CompactUuidField(unique=True, editable=False)
    kind = models.SmallIntegerField(choices=DocumentKind.choices)
    realm = models.CharField(max_length=540, blank=True)
    activity = models.ForeignKey(
        KnownActivity, null=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    agent = models.ForeignKey(KnownAgent, null=True, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    registration = CompactUuidField(null=True)
    name = models.TextField()  # stateId or profileId
    content = models.BinaryField()
    content_type = models.CharField(max_length=255)
    etag = models.CharField(max_length=40)
    stored = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
