from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified
from zyk.library.models import Course, Library
from zyk.media.models import StoredFile


class PackageImport(Identified):
    """One package taken over: the package itself, the course made of it, and what was and was not taken.

    `report` holds {"modules", "resources", "questions", "left_out": [{"what", "why"}]}; `why` is a key of LEFT_OUT."""

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="package_imports")
    package = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    package_name = models.CharField(_("课件包"), max_length=255)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="package_imports")
    report = models.JSONField(default=dict)
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    imported_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("课件包导入")

    def __str__(self) -> str:
        return self.package_name
