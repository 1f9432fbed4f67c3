from django.db import models
from django.db.models import F, Q

from zyk.library.models.point import KnowledgePoint


class Prerequisite(models.Model):
    """先修关系: `before` is to be known before `point`. The edges of a library never close a circle."""

    point = models.ForeignKey(KnowledgePoint, on_delete=models.CASCADE, related_name="needs")
    before = models.ForeignKey(KnowledgePoint, on_delete=models.CASCADE, related_name="needed_by")

    class Meta:
        ordering = ["before__position", "before_id"]
        constraints = [
            models.UniqueConstraint(fields=["point", "before"], name="prerequisite_once"),
            models.CheckConstraint(condition=~Q(point=F("before")), name="prerequisite_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.point}"
