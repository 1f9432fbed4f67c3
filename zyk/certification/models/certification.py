from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.accounts.models import User
from zyk.certification.enums import CertificationState
from zyk.certification.models.standard import CertificationStandard, Criterion
from zyk.common.models import Identified, Timed
from zyk.library.models import Library, Resource, ResourceVersion

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor

PUBLIC_STATES = (CertificationState.CERTIFIED, CertificationState.REVOKED)


class CertificationQuerySet(models.QuerySet["Certification"]):
    def visible_to(self, actor: "Actor") -> "CertificationQuerySet":
        """A mark given or taken away is public with its resource; the rest is the team's and the ministry's."""
        if actor.is_ministry:
            return self
        told = Q(state__in=PUBLIC_STATES, version__resource__in=Resource.objects.reachable_by(actor).values("pk"))
        return self.filter(told | _of_own_libraries(actor))

    def worked_on_by(self, actor: "Actor") -> "CertificationQuerySet":
        """The work list: of the libraries one builds, and for the ministry of all."""
        return self if actor.is_ministry else self.filter(_of_own_libraries(actor))


def _of_own_libraries(actor: "Actor") -> Q:
    if actor.user is None:
        return Q(pk__in=[])
    return Q(standard__library__in=Library.objects.built_by(actor).values("pk"))


class Certification(Identified, Timed):
    """资源认证 of one version of a resource: a new version must be certified anew."""

    State = CertificationState
    VERBS: ClassVar = {
        "request-certification": pgettext_lazy("audit trail", "申请认证"),
        "take-over": pgettext_lazy("audit trail", "接手认证"),
    }

    standard = models.ForeignKey(CertificationStandard, on_delete=models.PROTECT, related_name="certifications")
    version = models.ForeignKey(ResourceVersion, on_delete=models.PROTECT, related_name="certifications")
    state = models.CharField(
        _("状态"), max_length=20, choices=CertificationState.choices, default=CertificationState.REQUESTED
    )
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="certifications")
    opinion = models.TextField(_("审核意见"), blank=True)
    concluded_at = models.DateTimeField(_("结论时间"), null=True, blank=True)
    revocation_reason = models.TextField(_("撤销理由"), blank=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("资源认证")
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
    found = models.CharField(_("实测"), max_length=300, blank=True)  # the number alone; the check knows its unit
    is_automatic = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certification", "criterion"], name="criterion_result_once")]
