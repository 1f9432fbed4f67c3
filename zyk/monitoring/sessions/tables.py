"""What the signals look at: four relations of one library on one China day."""

import csv
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RELATIONS: Final[dict[str, str]] = {
    # `registration` joins the opening of a page of ours to its heartbeats; empty where none could be sent
    "use_acts": "sequence bigint, instant double, actor bigint, action varchar, thing varchar, registration varchar,"
    " address varchar, device varchar",
    "use_viewings": "registration varchar, seconds double",
    "use_attempts": "actor bigint, instant double, seconds double, questions bigint, percent double",
}


def load(connection: "DuckDBPyConnection", rows: Mapping[str, Iterable[tuple[Any, ...]]]) -> None:
    """Make every relation anew; one that is not given stays empty."""
    with tempfile.TemporaryDirectory(prefix="zyk-sessions-") as folder:
        for name, columns in RELATIONS.items():
            connection.execute(f"create or replace table {name} ({columns})")
            path = Path(folder) / name
            with path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows.get(name, ()))
            if path.stat().st_size:
                connection.execute(f"copy {name} from '{path}' (format csv, header false, nullstr '')")
