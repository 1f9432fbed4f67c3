from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed


class LoadedList(models.Model):
    """Which reference list was loaded, so that an unchanged one is not loaded again."""

    name = models.CharField(max_length=60, primary_key=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class SpecialtyImport(Identified, Timed):
    """Next year's list, read from a spreadsheet and compared with ours before anything is changed."""

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("文件名"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    errors = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
