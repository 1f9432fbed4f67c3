from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified
from zyk.library.models import Library
from zyk.rulebook.models import Rulebook


class Computation(Identified):
    """One run over a library's records and rows: all its indicators at one instant, by one rulebook."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="computations")
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(_("统计至"))
    computed_at = models.DateTimeField(_("计算时间"), auto_now_add=True)
    last_sequence = models.PositiveBigIntegerField(default=0)  # of the statements read
    statements_read = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    last_use_on = models.DateField(null=True)  # of the last credible act
    recent_acts = models.PositiveBigIntegerField(default=0)  # credible, of the 28 days up to `as_of`
    earlier_acts = models.PositiveBigIntegerField(default=0)  # credible, of the 28 days before those
    excluded = models.JSONField(default=dict)  # reason → acts that do not count as use
    breakdowns = models.JSONField(default=dict)  # what the page draws: weeks, kinds, provinces, media

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["library", "-as_of", "-id"])]


class IndicatorResult(Identified):
    """One indicator of one computation: raw and credible, with everything needed to compute it again.

    A value is None when it cannot be measured yet; `why` then says what is missing."""

    computation = models.ForeignKey(Computation, on_delete=models.CASCADE, related_name="results")
    code = models.CharField(max_length=60)
    raw_value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    credible_value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    threshold = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    is_met = models.BooleanField(null=True)
    window_from = models.DateField(null=True)
    window_until = models.DateField(null=True)
    inputs = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["computation", "code"], name="indicator_once")]
