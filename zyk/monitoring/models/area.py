from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, Province
from zyk.common.models import Identified
from zyk.monitoring.enums import Level
from zyk.rulebook.models import Rulebook


class AreaComputation(Identified):
    """The figures of a unit, a province or the nation on one day, over the libraries that belong to it.

    `figures`: indicator code → {raw, credible (four decimals, as text), inputs, why}. Thresholds are for single
    libraries, so nothing is judged here."""

    level = models.CharField(_("层级"), max_length=20, choices=Level.choices)
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(_("统计至"))
    computed_at = models.DateTimeField(_("计算时间"), auto_now=True)
    libraries = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    figures = models.JSONField(default=dict)
    breakdowns = models.JSONField(default=dict)

    class Meta:
        ordering = ["-as_of", "-id"]
        verbose_name = _("区域指标")
        indexes = [models.Index(fields=["level", "-as_of"], name="area_level_day")]
        constraints = [
            models.UniqueConstraint(fields=["as_of"], condition=Q(level=Level.NATION), name="nation_once_a_day"),
            models.UniqueConstraint(
                fields=["province", "as_of"], condition=Q(level=Level.PROVINCE), name="province_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["level", "organisation", "as_of"],
                condition=Q(level__in=(Level.HOST, Level.PARTICIPANT)),
                name="unit_once_a_day",
            ),
            models.CheckConstraint(
                condition=(
                    Q(level=Level.NATION, province=None, organisation=None)
                    | Q(level=Level.PROVINCE, province__isnull=False, organisation=None)
                    | Q(level__in=(Level.HOST, Level.PARTICIPANT), province=None, organisation__isnull=False)
                ),
                name="area_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.organisation or self.province or ''} · {self.as_of}"
