"""A migrated SQLite database kept between test runs, because migrating anew takes longer than most tests.

Keyed by what the migrations say; PostgreSQL always migrates."""

import hashlib
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

ROOT = Path(__file__).resolve().parent.parent
ONE_DAY = 24 * 60 * 60
_kept_open: list[sqlite3.Connection] = []


def fill_from_template() -> None:
    """Fill the in-memory test database before Django opens it; then there is nothing left to migrate."""
    creation: Any = connection.creation
    if connection.vendor != "sqlite":
        return
    try:
        source = sqlite3.connect(f"file:{template()}?mode=ro", uri=True)
    except sqlite3.OperationalError:  # none yet, or another run has just removed it
        return
    memory = sqlite3.connect(creation._get_test_db_name(), uri=True, check_same_thread=False)
    source.backup(memory)
    source.close()
    _kept_open.append(memory)


def keep_as_template() -> None:
    """Keep the database that was just migrated for the next run, unless migrations changed meanwhile or did not run."""
    if connection.vendor != "sqlite" or template().exists() or _key() != _KEY or not _is_fully_migrated():
        return
    unfinished = template().with_suffix(f".{os.getpid()}.tmp")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    target = sqlite3.connect(unfinished)
    connection.ensure_connection()
    connection.connection.backup(target)
    target.close()
    os.replace(unfinished, template())  # at once: another run sees the whole file or none
    _remove_old_templates()


def forget_template() -> None:
    while _kept_open:
        _kept_open.pop().close()


def template() -> Path:
    return ROOT / ".pytest_cache" / f"migrated-{_KEY}.sqlite3"


def _is_fully_migrated() -> bool:
    """False after a run with `--nomigrations`, whose tables stand without anything saying so."""
    recorder = MigrationRecorder(connection)
    return recorder.has_table() and set(recorder.applied_migrations()) >= set(MigrationLoader(None).disk_migrations)


def _remove_old_templates() -> None:
    """Those of a day ago and more; a run that began before a migration changed may still want its own."""
    for old in template().parent.glob("migrated-*"):
        try:
            if old != template() and time.time() - old.stat().st_mtime > ONE_DAY:
                old.unlink()
        except FileNotFoundError:  # another run was quicker
            continue


def _key() -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "core.lock").read_bytes())
    for path in sorted((ROOT / "zyk").glob("*/migrations/*.py")):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


_KEY = _key()
