from django.db import models

from zyk.records.models.statement import Statement


class Reference(models.Model):
    """A statement whose object is another statement, directly or through further ones; the target may come later.

    Only such statements have rows here, so the others cost nothing."""

    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    target = models.ForeignKey(
        Statement, to_field="uuid", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "target"], name="reference_once")]
