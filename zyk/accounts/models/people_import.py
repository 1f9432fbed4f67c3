from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models.organisation import Organisation
from zyk.accounts.models.user import User
from zyk.common.models import Identified, Timed

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, actor: "Actor") -> "PeopleImportQuerySet":
        """Only the administrator who uploaded it, while acting for the same unit."""
        return self.filter(uploaded_by=actor.user, organisation_id=actor.organisation_id)


class PeopleImport(Identified, Timed):
    """A list of people read from a spreadsheet, looked at before anything is done.

    `rows` holds what was read and is emptied once confirmed; `people` are then those added by it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    uploaded_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(_("文件名"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    letters = models.JSONField(default=dict)
    people = models.ManyToManyField(User, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    passwords_given_at = models.DateTimeField(null=True, blank=True)

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
