from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified
from zyk.monitoring.models import IndicatorResult
from zyk.projects.models.application import Revision


class Evidence(Identified):
    """取数证据: a computed figure as it stood when the revision was submitted, and by which formula of which edition.

    `result` is the figure of monitoring behind it; None when it was counted from the library's own rows."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="evidence")
    measure = models.CharField(_("指标"), max_length=60)
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4, null=True)
    as_of = models.DateField(_("统计至"), null=True)
    formula_version = models.CharField(_("公式版本"), max_length=80, blank=True)
    taken_at = models.DateTimeField(_("取数时间"))
    result = models.ForeignKey(IndicatorResult, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"
        constraints = [models.UniqueConstraint(fields=["revision", "measure"], name="evidence_once")]
