from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified
from zyk.library.models.course import Course
from zyk.library.models.resource import Resource


class Viewing(Identified):
    """观看过程: one page with one resource, from its first heartbeat to its last.

    `seconds` are the server's own, from one heartbeat to the next; `watched` are the stretches of a recording that
    went by in that time, in seconds of its length. Nothing the page claims is counted without the clock's consent."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="viewings")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="+")
    is_recording = models.BooleanField(default=False)
    role = models.CharField(max_length=30, blank=True)
    organisation_code = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=16, blank=True)  # coded, see records.origin
    device = models.CharField(max_length=16, blank=True)
    began_at = models.DateTimeField(_("开始"))
    last_at = models.DateTimeField(_("最近心跳"))
    sequence = models.PositiveIntegerField(default=0)
    beats = models.PositiveIntegerField(default=0)
    position = models.FloatField(default=0)
    seconds = models.FloatField(_("时长（秒）"), default=0)
    watched = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-last_at"], name="viewing_of_user"),
            models.Index(fields=["last_at"], name="viewing_open", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.resource} · {self.began_at:%Y-%m-%d %H:%M}"
