from typing import Any

from django.db import models

from zyk.library.models.course import Course


class UpstreamBase(models.Model):
    """What the original looked like when its derivation last agreed with it: the base of the next merge.

    `content` is a `merging.Base` as JSON, with the primary keys of both sides."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="upstream_base")
    content: Any = models.JSONField()
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.course} · {self.taken_at:%Y-%m-%d %H:%M}"
