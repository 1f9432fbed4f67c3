"""Hot rows of the record store as a relation."""

import csv
import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from zyk.records import queries
from zyk.records.models import Statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COLUMNS = (
    "sequence bigint, stored timestamp, timestamp timestamp, actor bigint, verb bigint, activity bigint,"
    " library bigint, course bigint, user_kind varchar, organisation_code varchar, duration_seconds double,"
    " success boolean"
)


def last_sequence() -> int:
    return Statement.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def relation(
    connection: "DuckDBPyConnection",
    *,
    since_sequence: int = 0,
    until_sequence: int | None = None,
    library_key: int | None = None,
    name: str = "statement_facts",
) -> str:
    rows = queries.facts(since_sequence, until_sequence=until_sequence, library_key=library_key)
    connection.execute(f"create or replace temp table {name} ({_COLUMNS})")
    with tempfile.NamedTemporaryFile("w", newline="", encoding="utf-8", suffix=".csv") as file:
        write = csv.writer(file)
        for sequence, stored, timestamp, *rest in rows:
            write.writerow([sequence, _plain(stored), _plain(timestamp), *rest])
        file.flush()
        if file.tell():
            connection.execute(f"copy {name} from '{file.name}' (format csv, header false)")
    connection.execute(
        f"update {name} set user_kind = coalesce(user_kind, ''),"  # noqa: S608 our own name
        " organisation_code = coalesce(organisation_code, '')"
    )
    return name


def _plain(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
