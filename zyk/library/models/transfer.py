from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.common.models import Identified
from zyk.library.enums import TransferKind, TransferState
from zyk.library.models.library import Library, TeamMember

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class TransferQuerySet(models.QuerySet["LibraryTransfer"]):
    def visible_to(self, actor: "Actor") -> "TransferQuerySet":
        """An export to the library's leaders, since it holds everything; an import to those who keep the site."""
        if actor.user is None:
            return self.none()
        led = TeamMember.objects.filter(user=actor.user, role="leader").values("library")
        mine = Q(kind=TransferKind.EXPORT, library__in=led)
        if actor.is_any(Role.OPERATOR):
            mine |= Q(kind=TransferKind.IMPORT)
        return self.filter(mine)


class LibraryTransfer(Identified):
    """整库导出 / 整库导入: a whole library as one BagIt package, made or read by the worker."""

    State = TransferState

    kind = models.CharField(_("方向"), max_length=20, choices=TransferKind.choices)
    state = models.CharField(_("状态"), max_length=20, choices=TransferState.choices, default=TransferState.ASKED)
    library = models.ForeignKey(Library, null=True, on_delete=models.CASCADE, related_name="transfers")
    name = models.CharField(_("文件名"), max_length=200)
    storage_name = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=1000, blank=True)
    report = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "moved_at"], name="transfer_by_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_busy(self) -> bool:
        return self.state in (TransferState.ASKED, TransferState.RUNNING)
