from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.common.models import Identified, Timed
from zyk.media.enums import FileKind, PreviewState, Remark

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, actor: "Actor") -> "StoredFileQuerySet":
        """Operators look after all files; others come to a file through what holds it, and here see their own."""
        if actor.is_any(Role.OPERATOR):
            return self
        return self.filter(stored_by=actor.user) if actor.user else self.none()

    def matching(self, *, text: str = "", kind: str = "", state: str = "") -> "StoredFileQuerySet":
        rows = self
        if text:
            rows = rows.filter(Q(name__icontains=text) | Q(sha256__startswith=text.lower()))
        if kind:
            rows = rows.filter(kind=kind)
        if state:
            rows = rows.filter(preview_state=state)
        return rows


class StoredFile(Identified, Timed):
    """One content, kept once. Whoever uses it keeps the name under which it came to him.

    `facts` are what was measured (codec, frame rate, manifest …), in plain JSON;
    `checks` are the codes of `Remark` noticed at intake; `text` is what can be read out of it;
    `stored_for` is the unit on whose quota it counts."""

    State = PreviewState

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    size_bytes = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(max_length=120)
    kind = models.CharField(_("类型"), max_length=20, choices=FileKind.choices)
    extension = models.CharField(max_length=10)
    name = models.CharField(_("文件名"), max_length=200)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration_seconds = models.FloatField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    checks = models.JSONField(default=list)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stored_for = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    preview_state = models.CharField(
        _("预览"), max_length=20, choices=PreviewState.choices, default=PreviewState.PENDING
    )
    preview_moved_at = models.DateTimeField(default=timezone.now)
    preview_failure = models.CharField(max_length=300, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="stored_file_not_empty"),
        ]
        indexes = [
            models.Index(fields=["preview_state", "preview_moved_at"]),
            models.Index(fields=["kind", "-id"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        """Where the content lies in the file store."""
        return f"{self.sha256[:2]}/{self.sha256}"

    @property
    def state(self) -> str:
        return self.preview_state

    @property
    def file_kind(self) -> FileKind:
        return FileKind(self.kind)

    @property
    def remarks(self) -> list[Remark]:
        return [Remark(code) for code in self.checks]

    def fact(self, name: str) -> Any:
        return self.facts.get(name)
