import msgspec
from django.db import models
from django.utils.translation import pgettext_lazy

from zyk.common.models import Identified, Timed
from zyk.rulebook.edition import Edition

_editions: dict[str, Edition] = {}  # by sha256; editions are few and never change


class Rulebook(Identified, Timed):
    """One edition as it stands. Frozen from the day a cycle uses it: then nothing in it changes any more."""

    code = models.CharField(pgettext_lazy("rulebook", "代码"), max_length=40, unique=True)
    year = models.PositiveSmallIntegerField(pgettext_lazy("rulebook", "年度"), db_index=True)
    title = models.CharField(pgettext_lazy("rulebook", "名称"), max_length=200)
    notice_number = models.CharField(pgettext_lazy("rulebook", "文号"), max_length=80)
    content = models.JSONField()
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(pgettext_lazy("rulebook", "冻结时间"), null=True, blank=True)

    class Meta:
        ordering = ["-year", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def edition(self) -> Edition:
        """The typed edition; the same object for the same content."""
        if self.sha256 not in _editions:
            _editions[self.sha256] = msgspec.convert(self.content, Edition)
        return _editions[self.sha256]

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class RulebookVersion(Identified):
    """A text the rulebook had, kept word for word. Rows are only ever added."""

    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=150, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["rulebook", "number"], name="rulebook_version_once")]

    def __str__(self) -> str:
        return f"{self.rulebook} v{self.number}"
