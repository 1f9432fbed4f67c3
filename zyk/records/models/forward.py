from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified, Timed


class ForwardTarget(Identified, Timed):
    """Another record store that gets our statements, in their order; `last_sequence` is how far it has come."""

    VERBS = {
        "add_forward_target": _("添加转发目标"),
        "stop_forwarding": _("停止转发"),
        "resume_forwarding": _("恢复转发"),
    }

    title = models.CharField(_("名称"), max_length=120)
    address = models.URLField(_("地址"), max_length=500)
    version = models.CharField(_("协议版本"), max_length=10, default="1.0.3")
    key = models.CharField(_("标识"), max_length=200)
    sealed_secret = models.TextField(editable=False)
    library_iri = models.CharField(_("限定的资源库"), max_length=500, blank=True)
    last_sequence = models.BigIntegerField(default=0)
    sent_count = models.BigIntegerField(default=0)
    refused_count = models.BigIntegerField(default=0)
    last_sent_at = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)  # in a row; each doubles the pause
    last_error = models.TextField(blank=True)
    next_attempt_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("转发目标")

    def __str__(self) -> str:
        return self.title
