from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified
from zyk.library.models import Library
from zyk.monitoring.models.computation import Computation


class Baseline(Identified):
    """验收快照: totals frozen at acceptance, against which each year's duties are measured."""

    VERBS: ClassVar = {"freeze": _("冻结验收快照")}

    library = models.OneToOneField(Library, on_delete=models.PROTECT, related_name="baseline")
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="+")
    frozen_on = models.DateField(_("快照日期"))
    resources_total = models.PositiveIntegerField()
    users_total = models.PositiveIntegerField()
    totals = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.library} · {self.frozen_on}"
