from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified
from zyk.monitoring.models.computation import Computation


class EvidenceBundle(Identified):
    """证据包: everything a computation rests on in one file, asked for by a person, made by the worker."""

    VERBS = {"make_evidence": _("生成证据包")}

    computation = models.ForeignKey(Computation, on_delete=models.CASCADE, related_name="bundles")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    storage_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("证据包")
        constraints = [models.UniqueConstraint(fields=["computation"], condition=Q(fault=""), name="one_sound_bundle")]

    def __str__(self) -> str:
        return f"{self.computation_id} · {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_ready(self) -> bool:
        return bool(self.storage_name)
