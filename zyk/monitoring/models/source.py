from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified, Timed
from zyk.library.models import Library


class Source(Identified, Timed):
    """上报来源: another platform's word about one library, by its credential."""

    VERBS: ClassVar = {"drop_quarantined": _("丢弃隔离记录")}

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=60, unique=True)  # the credential's uuid
    title = models.CharField(_("名称"), max_length=120)
    last_received_at = models.DateTimeField(_("最近收到"), null=True)

    class Meta:
        verbose_name = _("上报来源")
        ordering = ["-last_received_at", "id"]

    def __str__(self) -> str:
        return self.title


class ReportedRow(models.Model):
    """A user, course, question bank, resource or relation as the source last told it, without personal data."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="rows")
    kind = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)
    content = models.JSONField()
    changed_at = models.DateTimeField()
    is_deleted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "key"], name="reported_once")]


class ReportedDay(models.Model):
    """How many behaviour records of a day the source has sent: days without any are its gaps."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    records = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="reported_day_once")]


class Quarantined(Identified, Timed):
    """隔离: a record that could not be taken, as it came, with the reason; the others beside it were."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="quarantined")
    kind = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64, blank=True)
    content = models.JSONField()
    reason = models.CharField(_("原因"), max_length=300)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="quarantined_once")]
