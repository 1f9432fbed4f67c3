"""The checks of this context."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Model

from zyk.common.checks import must_hold
from zyk.records.authority import Authority
from zyk.records.models import KnownActivity, KnownAgent, KnownVerb, Statement
from zyk.records.refusals import Refused
from zyk.records.rows import Row, identifier, row_of
from zyk.records.segments import checking
from zyk.records.validation import decode

SAMPLE = 2000
NOBODY = Authority("")


@must_hold("learning records: unique ids")
def doubled_ids() -> Iterator[str]:
    doubled = Statement.objects.order_by().values("uuid").annotate(count=Count("pk")).filter(count__gt=1)
    for row in doubled:
        yield f"statement {row['uuid']} is stored {row['count']} times"


@must_hold("learning records: sealed segments")
def broken_segments() -> Iterator[str]:
    """Every segment is there, unchanged, complete, and bound to the one before."""
    yield from checking.faults()


@must_hold("learning records: dictionary keys")
def dangling_keys() -> Iterator[str]:
    """Every key in a statement is in its dictionary; the database itself does not watch these."""
    columns: dict[str, type[Model]] = {
        "authority": KnownAgent,
        "actor": KnownAgent,
        "verb": KnownVerb,
        "activity": KnownActivity,
        "library": KnownActivity,
        "course": KnownActivity,
    }
    for column, model in columns.items():
        used = Statement.objects.order_by().exclude(**{f"{column}_id": None}).values_list(f"{column}_id", flat=True)
        for key in used.exclude(**{f"{column}_id__in": model._default_manager.values("pk")}).distinct()[:10]:
            yield f"statements name {column} {key}, which is not in the dictionary"


@must_hold("learning records: columns agree with the original")
def disagreeing_columns() -> Iterator[str]:
    """The newest statements and an even sample of the rest are decoded again and compared."""
    for statement in _sample():
        try:
            row = row_of(decode(bytes(statement.original)), NOBODY)
        except Refused as error:
            yield f"statement {statement.uuid}: the original does not hold: {error.text}"
            continue
        for name, told, kept in _pairs(row, statement):
            if told != kept:
                yield f"statement {statement.uuid}: {name} is {kept!r}, its original says {told!r}"


def _sample() -> Iterator[Statement]:
    last = Statement.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    step = max(1, last // SAMPLE)
    rows = Statement.objects.select_related("actor", "verb", "activity", "library", "course").order_by("sequence")
    newest = rows.filter(sequence__gt=last - SAMPLE)
    spread = rows.filter(sequence__in=range(1, max(1, last - SAMPLE), step)) if step > 1 else rows.none()
    yield from newest.iterator(chunk_size=500)
    yield from spread.iterator(chunk_size=500)


def _pairs(row: Row, statement: Statement) -> Iterator[tuple[str, Any, Any]]:
    """(column, what the original says, what is stored); what the store itself filled in is left out."""
    if row.uuid:
        yield "id", row.uuid, statement.uuid
    if row.timestamp:
        yield "timestamp", row.timestamp, statement.timestamp
    if row.library:
        yield "library", row.library, statement.library and statement.library.iri
    yield "actor", identifier(row.actor), statement.actor.identifier
    yield "verb", row.verb, statement.verb.iri
    yield "activity", row.activity, statement.activity and statement.activity.iri
    yield "course", row.course, statement.course and statement.course.iri
    for name in (
        "registration",
        "success",
        "completion",
        "score_scaled",
        "duration_seconds",
        "user_kind",
        "organisation_code",
    ):
        yield name, getattr(row, name), getattr(statement, name)
