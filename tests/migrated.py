"""A migrated SQLite database kept between test runs, because migrating anew takes longer than most tests.

Keyed by what the migrations say; PostgreSQL always migrates."""

import hashlib
import os
import sqlite3
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
_kept_open: list[sqlite3.Connection] = []


def fill_from_template() -> None:
    """Fill the in-memory test database before Django opens it; then there is nothing left to migrate."""
    creation: Any = connection.creation
    if connection.vendor == "sqlite" and template().exists():
        memory = sqlite3.connect(creation._get_test_db_name(), uri=True, check_same_thread=False)
        with sqlite3.connect(template()) as source:
            source.backup(memory)
        source.close()
        _kept_open.append(memory)


def keep_as_template() -> None:
    """Keep the database that was just migrated for the next run."""
    if connection.vendor != "sqlite" or template().exists():
        return
    unfinished = template().with_suffix(f".{os.getpid()}.tmp")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    target = sqlite3.connect(unfinished)
    connection.ensure_connection()
    connection.connection.backup(target)
    target.close()
    for old in template().parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    os.replace(unfinished, template())


def forget_template() -> None:
    while _kept_open:
        _kept_open.pop().close()


def template() -> Path:
    return ROOT / ".pytest_cache" / f"migrated-{_KEY}.sqlite3"


def _key() -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "core.lock").read_bytes())
    for path in sorted((ROOT / "zyk").glob("*/migrations/*.py")):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


_KEY = _key()
