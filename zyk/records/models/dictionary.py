"""Dictionaries: who, what was done, and to what, each named once and numbered.

The name is found by its digest, so that a name of any length costs 16 bytes of index."""

from hashlib import blake2b
from uuid import UUID

from django.db import models

from zyk.records.fields import CompactUuidField


def digest_of(name: str) -> UUID:
    """By which a name is found."""
    return UUID(bytes=blake2b(name.encode(), digest_size=16).digest())


class Known(models.Model):
    digest = CompactUuidField(unique=True, editable=False)

    class Meta:
        abstract = True


class KnownAgent(Known):
    """An agent or group by its one inverse functional identifier, kept as the smallest agent object in JSON."""

    identifier = models.TextField()

    def __str__(self) -> str:
        return self.identifier


class KnownVerb(Known):
    iri = models.TextField()

    def __str__(self) -> str:
        return self.iri


class KnownActivity(Known):
    iri = models.TextField()

    def __str__(self) -> str:
        return self.iri
