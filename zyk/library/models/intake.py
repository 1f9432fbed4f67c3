from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Membership, User
from zyk.common.models import Identified, Timed
from zyk.library.enums import IntakeKind, IntakeState, RowOutcome
from zyk.library.models.library import Library
from zyk.library.models.resource import Resource

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, actor: "Actor") -> "IntakeQuerySet":
        """The library's team."""
        return self.filter(library__in=Library.objects.built_by(actor).values("pk"))


class Intake(Identified, Timed):
    """批量导入: a folder or ZIP of files with their metadata sheet, or a sheet alone; checked, confirmed, taken in.

    `archive` is the uploaded file in the store; `folder` a folder of this machine that the command was given."""

    State = IntakeState

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="intakes")
    kind = models.CharField(_("内容"), max_length=20, choices=IntakeKind.choices)
    state = models.CharField(_("状态"), max_length=20, choices=IntakeState.choices, default=IntakeState.CHECKING)
    name = models.CharField(_("文件名"), max_length=200)
    archive = models.CharField(max_length=200, blank=True)
    folder = models.CharField(max_length=500, blank=True)
    sheet = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    capacity = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    total = models.PositiveIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "updated_at"], name="intake_by_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_busy(self) -> bool:
        return self.state in (IntakeState.CHECKING, IntakeState.RUNNING)


class IntakeRow(models.Model):
    """One row of the sheet, or one file without a sheet: what it says, what it would do, and what became of it.

    `given` are fields of the description as read, `differences` are [heading, before, after], `faults` are
    [heading, message]. A row is done together with its resource, in one transaction."""

    Outcome = RowOutcome

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=1000, blank=True)
    title = models.CharField(max_length=200, blank=True)
    given = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20, choices=RowOutcome.choices)
    faults = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    resource = models.ForeignKey(Resource, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["intake", "outcome", "number"], name="intake_row_by_outcome")]
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="intake_row_once")]

    def __str__(self) -> str:
        return self.path or self.title
