from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.certification.enums import BaseStandard, StandardState
from zyk.common.models import Identified, Timed
from zyk.library.models import Library

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class StandardQuerySet(models.QuerySet["CertificationStandard"]):
    def visible_to(self, actor: "Actor") -> "StandardQuerySet":
        """What is or was in force is public with its library; drafts are the team's and the ministry's."""
        if actor.is_ministry:
            return self
        told = ~Q(state=StandardState.DRAFT) & Q(library__in=Library.objects.visible_to(actor).values("pk"))
        if actor.user is None:
            return self.filter(told)
        return self.filter(told | Q(library__in=Library.objects.built_by(actor).values("pk")))


class CertificationStandard(Identified, Timed):
    """资源认证标准 of a library, above a national base standard (notice 一、（三）); one version in force."""

    State = StandardState
    VERBS: ClassVar = {
        "create": pgettext_lazy("audit trail", "起草标准"),
        "edit": pgettext_lazy("audit trail", "修改标准"),
    }

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="certification_standards")
    title = models.CharField(_("名称"), max_length=160)
    version = models.PositiveIntegerField(_("版本"), default=1)
    base = models.CharField(_("国家基础标准类别"), max_length=20, choices=BaseStandard.choices)
    base_title = models.CharField(_("国家基础标准名称"), max_length=200)
    how_higher = models.TextField(_("高于国家基础标准之处"))
    state = models.CharField(_("状态"), max_length=20, choices=StandardState.choices, default=StandardState.DRAFT)
    in_force_from = models.DateField(_("施行日期"), null=True, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("资源认证标准")
        ordering = ["library", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["library", "title", "version"], name="standard_version_once"),
            models.UniqueConstraint(
                fields=["library", "base"], condition=Q(state=StandardState.IN_FORCE), name="one_standard_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}.0"


class Criterion(models.Model):
    """One requirement. With `check` it is judged by the system against `threshold`; without, by the reviewer."""

    standard = models.ForeignKey(CertificationStandard, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveIntegerField()
    title = models.CharField(_("要求"), max_length=200)
    check_name = models.CharField(_("自动检查"), max_length=60, blank=True)
    base_threshold = models.DecimalField(_("国家基础要求"), max_digits=14, decimal_places=2, null=True, blank=True)
    threshold = models.DecimalField(_("本标准要求"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
