from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified, Timed
from zyk.library.enums import PointKind
from zyk.library.models.library import Library


class KnowledgePoint(Identified, Timed):
    """知识点 or 技能点: what the library must cover; the denominators of coverage. A tree by `parent`."""

    VERBS = {"need": _("设先修"), "need-not": _("取消先修"), "hang": _("调整上级")}

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="points")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(_("类别"), max_length=20, choices=PointKind.choices)
    title = models.CharField(_("名称"), max_length=200)
    description = models.TextField(_("说明"), blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    is_required = models.BooleanField(_("标准要求"), default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["library", "position"])]

    def __str__(self) -> str:
        return self.title
