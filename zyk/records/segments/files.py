"""The folder of segment files and the engine that reads and writes them. A file is named by its content and never
changes: it is made under another name, brought to the disk, and only then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAKING = ".making-"


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "segments"
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def engine() -> Iterator["DuckDBPyConnection"]:
    """DuckDB is imported only here: a web process that reads recent statements never carries it."""
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": "700MB",
            "threads": 1,
            "preserve_insertion_order": True,
            "temp_directory": str(folder() / f"{MAKING}spill-{os.getpid()}"),
        },
    )
    try:
        connection.execute("set timezone = 'UTC'")
        yield connection
    finally:
        connection.close()


def making() -> Path:
    return folder() / f"{MAKING}{uuid4().hex}"


def keep(made: Path, stem: str, kind: str) -> tuple[str, str, int]:
    """Bring a finished file to the disk under its own name; return name, SHA-256 and size."""
    digest = sha256_of(made)
    name = f"{stem}-{digest[:16]}.{kind}.parquet"
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    size = made.stat().st_size
    os.replace(made, folder() / name)
    _fsync_folder()
    return name, digest, size


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def remove(names: list[str]) -> None:
    for name in names:
        (folder() / name).unlink(missing_ok=True)


def _fsync_folder() -> None:
    descriptor = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
