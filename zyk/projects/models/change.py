from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.projects.enums import ChangeKind, ChangeState
from zyk.projects.models.project import Project


class ChangeRequest(Identified, Timed):
    """变更申请: another lead host, another scope or another time. Approved, it opens a new version of the task book."""

    State = ChangeState

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField(_("序号"))
    kind = models.CharField(_("类别"), max_length=20, choices=ChangeKind.choices)
    reason = models.TextField(_("变更理由与内容"))
    new_host = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("拟任主持单位")
    )
    new_end_on = models.DateField(_("变更后的完成期限"), null=True, blank=True)
    attachment = models.ForeignKey(
        "media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("状态"), max_length=20, choices=ChangeState.choices, default=ChangeState.REQUESTED)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="change_number_once")]

    def __str__(self) -> str:
        return f"{self.project} · {self.number}"
