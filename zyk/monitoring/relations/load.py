"""One library's relations in an analytics engine: rows go over as CSV, by far the fastest way without Arrow.

The engine (DuckDB) is imported here, when it is needed: a web process that only shows results never carries it."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from zyk.library.models import Library
from zyk.monitoring.credibility import MARK_ANSWERS, MARK_FACTS
from zyk.monitoring.relations import facts, holdings
from zyk.monitoring.relations.people import users_of
from zyk.monitoring.relations.tables import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHANGHAI_SECONDS = 8 * 3600  # days are those of China, which has kept this one offset since 1992
_NAME_FACTS = f"""
create or replace table loaded_facts as
select f.sequence, f.instant, cast(make_timestamp(cast((f.instant + {SHANGHAI_SECONDS}) * 1000000 as bigint)) as date)
        as day, f.actor, coalesce(v.action, 'other') as action, a.kind, a.thing, c.thing as course, f.user_kind,
    f.organisation, f.duration, f.success
from loaded_facts f left join verbs v on v.key = f.verb left join activities a on a.key = f.activity
    left join activities c on c.key = f.course_key
"""  # noqa: S608 our own constants


@contextmanager
def engine(path: str = ":memory:", *, read_only: bool = False) -> Iterator["DuckDBPyConnection"]:
    """A connection that is closed at the end; it asks the network for nothing and takes a modest share of memory."""
    import duckdb

    connection = duckdb.connect(
        path,
        read_only=read_only,
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": "1GB",
            "threads": 2,
            "temp_directory": str(settings.DATA_DIR / "monitoring" / "spill"),
        },
    )
    try:
        yield connection
    finally:
        connection.close()


def load_library(connection: "DuckDBPyConnection", library: Library, *, as_of: date, until_sequence: int) -> None:
    """Fill every relation of TABLES with the library as it stood on `as_of`, from statements up to `until_sequence`."""
    with tempfile.TemporaryDirectory(prefix="zyk-monitoring-") as folder:
        put = _Loader(connection, Path(folder))
        put("loaded_facts", facts.facts_of(library, until_sequence=until_sequence))
        put("verbs", facts.verbs())
        named = connection.sql("select activity from loaded_facts union select course_key from loaded_facts").fetchall()
        put("activities", facts.activities([key for (key,) in named if key is not None]))
        connection.execute(_NAME_FACTS)
        connection.execute("delete from loaded_facts where day > cast(? as date)", [as_of])
        put("users", users_of(library, as_of=as_of, actors=_actors(connection)))
        put("resources", holdings.resources_of(library, as_of))
        put("versions", holdings.versions_of(library, as_of))
        put("points", holdings.points_of(library, as_of))
        put("courses", holdings.courses_of(library, as_of))
        put("modules", holdings.modules_of(library, as_of))
        put("items", holdings.items_of(library, as_of))
        put("questions", holdings.questions_of(library, as_of))
        put("loaded_question_uses", holdings.question_uses_of(library, as_of))
        put("enrolments", holdings.enrolments_of(library, as_of))
        put("baseline", holdings.baseline_of(library, as_of))
    connection.execute(MARK_FACTS)
    connection.execute(MARK_ANSWERS)
    connection.execute("drop table loaded_facts")
    connection.execute("drop table loaded_question_uses")


def _actors(connection: "DuckDBPyConnection") -> dict[int, tuple[date, str | None]]:
    rows = connection.sql("select actor, min(day), arg_min(organisation, sequence) from loaded_facts group by actor")
    return {actor: (day, organisation) for actor, day, organisation in rows.fetchall()}


class _Loader:
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
