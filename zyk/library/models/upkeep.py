from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Timed
from zyk.library.enums import ContributionKind
from zyk.library.models.course import Course
from zyk.library.models.library import Library
from zyk.library.models.resource import Resource


class ReviewPlan(Timed):
    """复核计划: until when somebody looks whether a resource still holds, and who."""

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="review_plan")
    keeper = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("维护人")
    )
    due_on = models.DateField(_("复核日期"), db_index=True)
    every_months = models.PositiveSmallIntegerField(_("周期（月）"), null=True, blank=True)
    reviewed_on = models.DateField(_("上次复核"), null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True)  # the due date of which the keeper was told

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.resource} · {self.due_on}"


class Contribution(models.Model):
    """One line of the ledger of contributions (贡献台账): who did what in a library, and for which unit he did it.

    Written by the acts themselves, never changed; names are kept as they were."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="contributions")
    kind = models.CharField(_("事项"), max_length=20, choices=ContributionKind.choices)
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("人员"))
    person_name = models.CharField(_("人员"), max_length=80, blank=True)
    unit = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    resource = models.ForeignKey(Resource, null=True, on_delete=models.CASCADE, related_name="contributions")
    course = models.ForeignKey(Course, null=True, on_delete=models.CASCADE, related_name="contributions")
    title = models.CharField(_("对象"), max_length=200)
    version = models.PositiveIntegerField(_("版本"), null=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["library", "-at"]),
            models.Index(fields=["unit", "-at"]),
            models.Index(fields=["person", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} · {self.get_kind_display()} · {self.title}"
