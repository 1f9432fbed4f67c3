"""The relations behind one computation, on disk for a day: what a figure's rows are read from, page after page."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings

from zyk.monitoring.models import Computation
from zyk.monitoring.relations.load import engine, load_library

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEPT_SECONDS = 24 * 3600


@contextmanager
def behind(computation: Computation) -> Iterator["DuckDBPyConnection"]:
    """A read-only connection to the relations of `computation`: the same statements, as of the same day.

    Loaded at the first opening. What changed in the library's own rows since then shows; the pages say so."""
    path = _folder() / f"{computation.uuid}.duckdb"
    if not path.exists():
        _load(computation, path)
    with engine(str(path), read_only=True) as connection:
        yield connection


def sweep(now: float | None = None) -> int:
    """Remove files older than a day; they are loaded again when they are asked for."""
    oldest = (now or time.time()) - KEPT_SECONDS
    stale = [path for path in _folder().glob("*.duckdb*") if path.stat().st_mtime < oldest]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _load(computation: Computation, path: Path) -> None:
    """Under a name of its own first, so that two readers never see half a file."""
    making = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        with engine(str(making)) as connection:
            load_library(
                connection, computation.library, as_of=computation.as_of, until_sequence=computation.last_sequence
            )
        os.replace(making, path)
    finally:
        making.unlink(missing_ok=True)
        making.with_name(f"{making.name}.wal").unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "monitoring"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
