"""From rows to a segment: the next closed day, or a part of one when it is large.

Killed at any moment nothing is lost or doubled: the rows stay in the database, the files count only once the
manifest's row stands, and what was half made is swept by the next run."""

import csv
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zyk.common import audit
from zyk.common.audit import SYSTEM
from zyk.records.models import RecordStore, Related, Segment, Statement
from zyk.records.segments import files
from zyk.records.segments.shape import (
    FACT_COLUMNS,
    GROUP,
    KINDS,
    ROWS,
    WRITE_FACTS,
    WRITE_ORIGINALS,
    packed,
)
from zyk.records.times import last_until
from zyk.records.writer import STORE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

logger = logging.getLogger(__name__)
MOST = 250_000  # statements in one segment
CHUNK = 2000


class Span(NamedTuple):
    number: int
    first: int
    last: int
    day: Any
    previous_hash: str


def seal_closed_days(now: datetime | None = None) -> int:
    """Seal every day that has ended (China time), and return the number of segments made."""
    _sweep()
    made = 0
    while seal_next(now or timezone.now()):
        made += 1
    return made


def seal_next(now: datetime) -> Segment | None:
    """The next segment; None when no closed day is left, or another worker was quicker."""
    span = _next_span(now)
    if span is None:
        return None
    segment = _made(span)
    with transaction.atomic():
        store = RecordStore.objects.select_for_update().get(pk=STORE)
        if Segment.objects.filter(number=span.number).exists():
            return None
        segment.save(force_insert=True)
        audit.record(
            actor=SYSTEM, verb="seal_segment", about=store, facts={"segment": span.number, "hash": segment.hash}
        )
    return segment


def _next_span(now: datetime) -> Span | None:
    """Whatever was still being written when the day ended is waited for: the store's row is locked meanwhile."""
    with transaction.atomic():
        RecordStore.objects.select_for_update().filter(pk=STORE).first()
        before = Segment.objects.order_by("-number").first()
        first = before.last_sequence + 1 if before else 1
        rows = Statement.objects.filter(sequence__gte=first).order_by("sequence")
        oldest = rows.values_list("stored", flat=True).first()
        if oldest is None:
            return None
        day = timezone.localdate(oldest)
        ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        if ends > now:
            return None
        last = last_until(ends - timedelta(microseconds=1))
        limited = rows.values_list("sequence", flat=True)[MOST - 1 : MOST]
        last = min([last, *limited])
    return Span(before.number + 1 if before else 1, first, last, day, before.hash if before else "")


def _made(span: Span) -> Segment:
    making = files.making()
    try:
        with files.engine() as duck:
            _load(duck, making, _rows(span.first, span.last))
            return write_segment(duck, "made", span)
    finally:
        making.unlink(missing_ok=True)


def write_segment(duck: "DuckDBPyConnection", rows: str, span: Span) -> Segment:
    """The two files of a segment from the relation `rows` of this engine, and its unsaved row of the manifest."""
    stem = f"{span.day:%Y%m%d}-{span.number:06}"
    facts, originals = files.making(), files.making()
    try:
        duck.execute(WRITE_FACTS.format(columns=FACT_COLUMNS, rows=rows, path=facts))
        duck.execute(WRITE_ORIGINALS.format(rows=rows, path=originals, first=span.first, group=GROUP))
        count = duck.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0]  # noqa: S608
        kept_facts = files.keep(facts, stem, "facts")
        kept_originals = files.keep(originals, stem, "originals")
    finally:
        facts.unlink(missing_ok=True)
        originals.unlink(missing_ok=True)
    segment = Segment(
        number=span.number,
        day=span.day,
        first_sequence=span.first,
        last_sequence=span.last,
        count=count,
        facts_name=kept_facts[0],
        facts_sha256=kept_facts[1],
        facts_bytes=kept_facts[2],
        originals_name=kept_originals[0],
        originals_sha256=kept_originals[1],
        originals_bytes=kept_originals[2],
        previous_hash=span.previous_hash,
        sealed_at=timezone.now(),
    )
    segment.hash = segment.own_hash()
    return segment


def _load(duck: "DuckDBPyConnection", path: Path, rows: Iterator[tuple[Any, ...]]) -> None:
    """By way of CSV, the fastest way into the engine without Arrow."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in ROWS.items())
    sql = (
        "CREATE TEMP TABLE made AS SELECT * REPLACE (coalesce(user_kind, '') AS user_kind, "  # noqa: S608 our own names
        "coalesce(organisation_code, '') AS organisation_code, "
        "cast(string_split(nullif(related, ''), ' ') AS BIGINT[]) AS related) "
        f"FROM read_csv('{path}', header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        f"max_line_size = 41943040, parallel = false, columns = {{{columns}}})"
    )
    duck.execute(sql)


def _rows(first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """Rows of ROWS, in order; a chunk at a time, so that writers wait for nobody."""
    columns = [
        "sequence",
        "stored",
        "timestamp",
        "authority_id",
        "actor_id",
        "verb_id",
        "activity_id",
        "library_id",
        "course_id",
        "registration",
        "success",
        "completion",
        "score_scaled",
        "duration_seconds",
        "user_kind",
        "organisation_code",
        "uuid",
        "fills",
        "original",
    ]
    at = first
    while at <= last:
        rows = Statement.objects.filter(sequence__gte=at, sequence__lte=last).order_by("sequence")
        chunk = list(rows.values_list(*columns)[:CHUNK])
        if not chunk:
            return
        related = related_of(at, chunk[-1][0])
        for *facts, uuid, fills, original in chunk:
            facts[1], facts[2] = plain(facts[1]), plain(facts[2])
            yield (*facts, related.get(facts[0], ""), uuid, fills, packed(bytes(original), str(uuid)))
        at = chunk[-1][0] + 1


def related_of(first: int, last: int) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    rows = Related.objects.filter(statement_id__gte=first, statement_id__lte=last)
    for sequence, kind, key in rows.values_list("statement_id", "kind", "key"):
        found.setdefault(sequence, []).append(str(key * KINDS + kind))
    return {sequence: " ".join(numbers) for sequence, numbers in found.items()}


def plain(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _sweep() -> None:
    """What a killed run left, and files that no row of the manifest names; not those that are being made just now."""
    named = {name for pair in Segment.objects.values_list("facts_name", "originals_name") for name in pair}
    stale = timezone.now().timestamp() - 3600
    for path in files.folder().iterdir():
        if path.name not in named and path.is_file() and path.stat().st_mtime < stale:
            path.unlink(missing_ok=True)


def sealed_through() -> int:
    """Everything up to this sequence is in segments."""
    return Segment.objects.aggregate(last=Max("last_sequence"))["last"] or 0
