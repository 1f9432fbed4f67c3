"""What monitoring counts: facts of all statements, sealed or not, as one relation in the reader's analytics engine.

`stored` and `timestamp` are in UTC. Keys are those of the dictionaries. A segment's file never changes in place:
when a person's records are erased a new file takes its place, and `rewrites` tells which."""

import csv
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Max

from zyk.records.models import Segment, SegmentRewrite, Statement, VoidedSealed
from zyk.records.segments import files
from zyk.records.segments.sealing import plain, sealed_through
from zyk.records.segments.shape import FACT_COLUMNS, FACTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["File", "files_of_facts", "last_sequence", "relation", "rewrites", "sealed_through", "voided"]
CHUNK = 5000


@dataclass(frozen=True)
class File:
    path: Path
    number: int
    day: date
    first_sequence: int
    last_sequence: int
    count: int
    sha256: str


def last_sequence() -> int:
    """The newest statement that can be read now, hot or sealed."""
    newest = Statement.objects.aggregate(newest=Max("sequence"))["newest"]
    return max(newest or 0, sealed_through())


def files_of_facts(since_sequence: int = 0, until_sequence: int | None = None) -> list[File]:
    """The Parquet files with facts beyond `since_sequence`, up to `until_sequence`, in order."""
    segments = Segment.objects.filter(last_sequence__gt=since_sequence)
    if until_sequence is not None:
        segments = segments.filter(first_sequence__lte=until_sequence)
    return [
        File(
            files.folder() / segment.facts_name,
            segment.number,
            segment.day,
            segment.first_sequence,
            segment.last_sequence,
            segment.count,
            segment.facts_sha256,
        )
        for segment in segments.order_by("number")
    ]


def voided(until_sequence: int | None = None) -> list[int]:
    """The sequences of voided statements among the sealed ones; their facts still stand in the files."""
    through = sealed_through()
    through = through if until_sequence is None else min(through, until_sequence)
    released = VoidedSealed.objects.filter(sequence__lte=through).values_list("sequence", flat=True)
    hot = Statement.objects.filter(voided=True, sequence__lte=through).values_list("sequence", flat=True)
    return sorted({*released, *hot})


def rewrites(since: datetime | None = None) -> list[SegmentRewrite]:
    """Segments written anew, oldest first: sums made of their facts have to be made again."""
    rows = SegmentRewrite.objects.select_related("segment").order_by("id")
    return list(rows if since is None else rows.filter(rewritten_at__gt=since))


def relation(
    connection: "DuckDBPyConnection",
    *,
    since_sequence: int = 0,
    until_sequence: int | None = None,
    library_key: int | None = None,
    name: str = "statement_facts",
) -> str:
    """Create the view `name` over the facts beyond `since_sequence`, up to `until_sequence`, of one library if asked;
    voided statements are left out. Only what is not sealed yet is copied."""
    until = last_sequence() if until_sequence is None else until_sequence
    sealed = files_of_facts(since_sequence, until)
    tail_from = max([since_sequence, *(file.last_sequence for file in sealed)])
    _load_tail(connection, f"{name}_tail", tail_from, until, library_key)
    parts = [f"SELECT {FACT_COLUMNS} FROM {name}_tail"]  # noqa: S608
    if sealed:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name}_voided (sequence BIGINT)")
        gone = voided(until)
        if gone:
            connection.execute(f"INSERT INTO {name}_voided SELECT unnest(?::BIGINT[])", [gone])
        paths = ", ".join(f"'{file.path}'" for file in sealed)
        only = "" if library_key is None else f"AND library = {int(library_key)} "
        parts.append(
            f"SELECT {FACT_COLUMNS} FROM read_parquet([{paths}]) "  # noqa: S608
            f"WHERE sequence > {int(since_sequence)} AND sequence <= {int(until)} {only}"
            f"AND sequence NOT IN (SELECT sequence FROM {name}_voided)"
        )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {' UNION ALL '.join(parts)}")
    return name


def _load_tail(connection: "DuckDBPyConnection", table: str, since: int, until: int, library_key: int | None) -> None:
    columns = ", ".join(f"{column} {kind}" for column, kind in FACTS.items())
    told = ", ".join(f"'{column}': '{kind}'" for column, kind in FACTS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
    names = [name if name not in _KEYS else f"{name}_id" for name in FACTS]
    rows = Statement.objects.filter(sequence__gt=since, sequence__lte=until, voided=False).order_by("sequence")
    if library_key is not None:
        rows = rows.filter(library_id=library_key)
    with tempfile.NamedTemporaryFile("w", prefix="zyk-facts-", suffix=".csv", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for row in rows.values_list(*names).iterator(chunk_size=CHUNK):
            writer.writerow((row[0], plain(row[1]), plain(row[2]), *row[3:]))
        file.flush()
        if file.tell():
            connection.execute(
                f"INSERT INTO {table} SELECT * REPLACE (coalesce(user_kind, '') AS user_kind, "  # noqa: S608
                "coalesce(organisation_code, '') AS organisation_code) "
                f"FROM read_csv('{file.name}', header = false, auto_detect = false, delim = ',', quote = '\"', "
                f"escape = '\"', columns = {{{told}}})"
            )


_KEYS = {"authority", "actor", "verb", "activity", "library", "course"}
