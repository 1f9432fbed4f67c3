from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified
from zyk.library.models import Library
from zyk.monitoring.models.computation import Computation


class ComputationRequest(Identified):
    """“立即计算”: asked by a person, done by the worker; a library has at most one under way."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="computation_requests")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    computation = models.ForeignKey(Computation, null=True, on_delete=models.SET_NULL, related_name="+")
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["library"], condition=Q(ended_at__isnull=True), name="one_open_request")
        ]

    def __str__(self) -> str:
        return f"{self.library} · {self.asked_at:%Y-%m-%d %H:%M}"
