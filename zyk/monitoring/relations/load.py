"""Libraries' relations in an analytics engine: rows go over as CSV, by far the fastest way without Arrow.

The engine (DuckDB) is imported here, when it is needed: a web process that only shows results never carries it."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from zyk.library.models import Library
from zyk.monitoring import credibility
from zyk.monitoring.relations import facts, holdings
from zyk.monitoring.relations.people import users_of
from zyk.monitoring.relations.tables import FACTS, HOLDINGS, TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Actors = Mapping[int, tuple[date, str | None]]  # agents with a record → day of the first one, unit code given with it

_HELD = {
    "resources": holdings.resources_of,
    "withdrawals": holdings.withdrawals_of,
    "versions": holdings.versions_of,
    "points": holdings.points_of,
    "covered": holdings.covered_of,
    "courses": holdings.courses_of,
    "modules": holdings.modules_of,
    "items": holdings.items_of,
    "questions": holdings.questions_of,
    "citations": holdings.citations_of,
    "loaded_question_uses": holdings.question_uses_of,
    "enrolments": holdings.enrolments_of,
    "baseline": holdings.baseline_of,
    "year_before": holdings.year_before_of,
}


@contextmanager
def engine(path: str = ":memory:", *, read_only: bool = False) -> Iterator["DuckDBPyConnection"]:
    """A connection that is closed at the end; it asks the network for nothing and takes what the settings allow."""
    import duckdb

    spill = settings.DATA_DIR / "monitoring" / "spill"
    connection = duckdb.connect(
        path,
        read_only=read_only,
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": settings.ZYK_ANALYTICS_MEMORY,
            "threads": settings.ZYK_ANALYTICS_THREADS,
            "temp_directory": str(spill),
        },
    )
    try:
        yield connection
    finally:
        connection.close()


def load_library(connection: "DuckDBPyConnection", library: Library, *, as_of: date, until_sequence: int) -> None:
    """Fill every relation with the library as it stood on `as_of`, and `facts` act by act, from records up to
    `until_sequence`. The long way, for lists and evidence; figures are had from the rollups."""
    load_facts(connection, library, as_of=as_of, until_sequence=until_sequence)
    load_holdings(connection, library, as_of=as_of, actors=_actors(connection))


def load_facts(connection: "DuckDBPyConnection", library: Library, *, as_of: date, until_sequence: int) -> None:
    """`facts`: every act of the library up to the day, named and marked."""
    key = facts.library_key(library)
    if key is None:
        connection.execute(f"create or replace table facts ({FACTS})")
        return
    facts.stand(connection, until_sequence=until_sequence, key=key)
    named = "select activity from statement_facts union select course from statement_facts"
    with loading(connection) as put:
        put("verbs", facts.verbs())
        put("activities", facts.activities([key for (key,) in connection.sql(named).fetchall() if key is not None]))
        put("team", facts.teams({key: library.uuid}))
    connection.execute(facts.NAMED.format(condition=f"s.library = {key} and {facts.DAY} <= date '{as_of}'"))
    credibility.mark(connection)
    connection.execute("drop table loaded_facts")


def load_holdings(connection: "DuckDBPyConnection", library: Library, *, as_of: date, actors: Actors) -> None:
    """Every relation of HOLDINGS, from the rows of the database."""
    with loading(connection) as put:
        put("users", users_of(library, as_of=as_of, actors=actors))
        for name, rows_of in _HELD.items():
            put(name, rows_of(library, as_of))
    connection.execute(credibility.MARK_ANSWERS)
    connection.execute("drop table loaded_question_uses")


def _actors(connection: "DuckDBPyConnection") -> Actors:
    rows = connection.sql("select actor, min(day), arg_min(organisation, sequence) from facts group by actor")
    return {actor: (day, organisation) for actor, day, organisation in rows.fetchall()}


class Loader:
    def __init__(self, connection: "DuckDBPyConnection", folder: Path) -> None:
        self.connection = connection
        self.folder = folder

    def __call__(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        path = self.folder / f"{table}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        self.connection.execute(f"create or replace table {table} ({TABLES[table]})")
        if path.stat().st_size:
            self.connection.execute(f"copy {table} from '{path}' (format csv, header false)")
        path.unlink()


@contextmanager
def loading(connection: "DuckDBPyConnection") -> Iterator[Loader]:
    with tempfile.TemporaryDirectory(prefix="zyk-monitoring-") as folder:
        yield Loader(connection, Path(folder))


__all__ = ["HOLDINGS", "engine", "load_facts", "load_holdings", "load_library", "loading"]
