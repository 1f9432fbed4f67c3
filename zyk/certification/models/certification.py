from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.certification.enums import CertificationState
from zyk.certification.models.standard import CertificationStandard, Criterion
from zyk.common.models import Identified, Timed
from zyk.library.models import ResourceVersion


class Certification(Identified, Timed):
    """资源认证 of one version of a resource: a new version must be certified anew."""

    State = CertificationState

    standard = models.ForeignKey(CertificationStandard, on_delete=models.PROTECT, related_name="certifications")
    version = models.ForeignKey(ResourceVersion, on_delete=models.PROTECT, related_name="certifications")
    state = models.CharField(
        _("状态"), max_length=20, choices=CertificationState.choices, default=CertificationState.REQUESTED
    )
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="certifications")
    opinion = models.TextField(_("审核意见"), blank=True)
    concluded_at = models.DateTimeField(_("结论时间"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "version"],
                condition=Q(state__in=["requested", "in-review", "certified"]),
                name="certification_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version.resource} · {self.standard}"


class CriterionResult(models.Model):
    certification = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="results")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="results")
    is_met = models.BooleanField(null=True)
    found = models.CharField(_("实测"), max_length=300, blank=True)
    is_automatic = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certification", "criterion"], name="criterion_result_once")]
