from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified
from zyk.projects.enums.printing import PrintForm, PrintState
from zyk.projects.models.application import Revision


class PrintedCopy(Identified):
    """打印件: a revision as one document, made once by the worker and kept with it."""

    State = PrintState

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="printed_copies")
    form = models.CharField(_("格式"), max_length=10, choices=PrintForm.choices)
    state = models.CharField(_("状态"), max_length=10, choices=PrintState.choices, default=PrintState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)
    file = models.ForeignKey("media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    failure = models.CharField(_("原因"), max_length=300, blank=True)
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    began_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    seconds = models.FloatField(_("用时（秒）"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "form"], name="printed_copy_once"),
            models.CheckConstraint(
                condition=~Q(state=PrintState.READY) | Q(file__isnull=False), name="ready_copy_has_file"
            ),
        ]
