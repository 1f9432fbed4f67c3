from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class LoadedList(models.Model):
    """Which reference list was loaded, so that an unchanged one is not loaded again."""

    name = models.CharField(max_length=60, primary_key=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class SpecialtyImportQuerySet(models.QuerySet["SpecialtyImport"]):
    def visible_to(self, actor: "Actor") -> "SpecialtyImportQuerySet":
        """Only the officer who uploaded it."""
        return self.filter(uploaded_by=actor.user)


class SpecialtyImport(Identified, Timed):
    """Next year's list, read from a spreadsheet and compared with ours before anything is changed.

    `rows` is emptied once confirmed; `letters` says in which column each heading stands."""

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("文件名"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    letters = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SpecialtyImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
