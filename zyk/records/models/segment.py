"""Sealed segments: closed days of statements in files that never change, each bound to the one before it."""

from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified
from zyk.records.fields import CompactUuidField, SequenceField


class Segment(models.Model):
    """Two Parquet files: what is counted (`facts`) and the bytes as they came (`originals`), of the statements
    from `first_sequence` to `last_sequence`, all of one day of storing.

    `count` is what the files hold; statements erased since are `erased`. `hash` covers all of it and the hash of
    the segment before, so a missing or changed one shows."""

    number = models.BigIntegerField(primary_key=True)
    day = models.DateField(_("日期"))
    first_sequence = models.BigIntegerField(unique=True)
    last_sequence = models.BigIntegerField(unique=True)
    count = models.BigIntegerField(_("条数"))
    erased = models.BigIntegerField(default=0)
    facts_name = models.CharField(max_length=80)
    facts_sha256 = models.CharField(max_length=64)
    facts_bytes = models.BigIntegerField()
    originals_name = models.CharField(max_length=80)
    originals_sha256 = models.CharField(max_length=64)
    originals_bytes = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = _("封存段")
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=models.Q(count__gte=0), name="segment_counts")]

    def __str__(self) -> str:
        return f"{self.number} · {self.day}"

    def own_hash(self) -> str:
        """What `hash` must be."""
        said: list[Any] = [
            self.number,
            self.day.isoformat(),
            self.first_sequence,
            self.last_sequence,
            self.count,
            self.erased,
            self.facts_sha256,
            self.originals_sha256,
            self.previous_hash,
        ]
        return sha256("|".join(str(part) for part in said).encode()).hexdigest()


class SegmentRewrite(Identified):
    """A segment written anew because a person's records were erased: which hash took whose place, and why.

    The next segment still names the old hash; the chain is followed through here."""

    VERBS = {"rewrite_segment": _("重写封存段")}

    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="rewrites")
    old_hash = models.CharField(max_length=64, unique=True)
    new_hash = models.CharField(max_length=64)
    reason = models.TextField(_("原因"))
    rewritten_at = models.DateTimeField(_("重写时间"))

    class Meta:
        verbose_name = _("封存段重写记录")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.old_hash[:12]} → {self.new_hash[:12]}"


class SealedId(models.Model):
    """The ids of statements that only segments hold: where to find them, and that they are taken."""

    uuid = CompactUuidField(primary_key=True)
    sequence = SequenceField()

    def __str__(self) -> str:
        return str(self.uuid)


class VoidedSealed(models.Model):
    """Voided statements that only segments hold."""

    sequence = SequenceField(primary_key=True)

    def __str__(self) -> str:
        return str(self.sequence)
