"""Statements about statements: kept as they come, so that a filter finds a statement by what it refers to.

A chain of references is written out to its end, each statement with all its targets, so that one look-up follows it."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db import connection

from zyk.records.models import Reference

LONGEST_CHAIN = 50  # further targets are not followed


def refer(sequence: int, uuid: UUID, target: UUID) -> None:
    """The statement `uuid`, kept as `sequence`, has the statement `target` as its object."""
    further = Reference.objects.filter(statement__uuid=target).values_list("target_id", flat=True)
    targets: set[UUID] = {target, *cast(Iterable[UUID], further[:LONGEST_CHAIN])}
    earlier = Reference.objects.filter(target=uuid).values_list("statement_id", flat=True)  # type: ignore[misc]
    statements = {sequence, *earlier[: LONGEST_CHAIN * 20]}
    Reference.objects.bulk_create(
        [Reference(statement_id=statement, target_id=found) for statement in statements for found in targets],
        ignore_conflicts=True,
    )


def any_references() -> bool:
    """Whether filters have to follow any: most stores hold few statements about statements, many none."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(Reference._meta.db_table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None
