from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Membership, User
from zyk.common.models import Identified
from zyk.projects.enums.archive import ArchiveState
from zyk.projects.models.application import Application


class Archive(Identified):
    """归档包: one application and the project that came of it as a ZIP, for one person in one capacity.

    Others do not see it: what is inside is what he may read. Kept for some days, then taken away."""

    State = ArchiveState

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="archives")
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    began_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    made_at = models.DateTimeField(_("打包时间"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ArchiveState.choices, default=ArchiveState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)
    storage_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveBigIntegerField(_("大小"), null=True, blank=True)
    files = models.PositiveIntegerField(_("文件数"), null=True, blank=True)
    failure = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "asked_by", "membership"], name="archive_once_a_reader"),
            models.CheckConstraint(
                condition=~Q(state=ArchiveState.READY) | ~Q(storage_name=""), name="ready_archive_has_content"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
