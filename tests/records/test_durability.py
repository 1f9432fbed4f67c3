"""Killed at any moment: what was acknowledged is stored, once, and every batch whole or absent.

benchmarks/bench_durability.py does the same to a whole server over HTTP, for as many rounds as one likes."""

import json
import os
import random
import signal
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from tests.records.builders import SOURCE, a_statement
from zyk.records.actions import record
from zyk.records.models import Statement

ROUNDS = 4
WRITERS = 3
NAMESPACE = "https://example.org/durability/"


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> str:
    """The name of a database on disk with our tables; SQLite's test database lives in memory and is copied out."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        name = str(tmp_path / "zyk.sqlite3")
        connection.ensure_connection()
        with sqlite3.connect(name) as copy:
            connection.connection.backup(copy)
        copy.close()
    return name


def test_killed_while_writing_nothing_acknowledged_is_lost_or_doubled_and_no_batch_is_torn(database: str) -> None:
    sent: list[list[str]] = []
    acknowledged: set[str] = set()
    for number in range(ROUNDS):
        told, answered = _one_round(database, random.Random(number))
        sent += told
        acknowledged |= answered
        kept = _kept(database)
        assert len(kept) == len(set(kept))
        assert acknowledged <= set(kept)
        assert [ids for ids in sent if 0 < len(set(kept).intersection(ids)) < len(ids)] == []
    assert len(acknowledged) >= ROUNDS


def _one_round(database: str, chance: random.Random) -> tuple[list[list[str]], set[str]]:
    """A process of its own writes, and is killed a moment after its first answer; what it sent and was answered."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _write_until_killed(database, writing, chance)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = []
        for line in iter(pipe.readline, b""):
            lines.append(line)
            if line.startswith(b'["stored"') and len(lines) > WRITERS:
                break
        time.sleep(chance.uniform(0.0, 0.4))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += pipe.readlines()
    heard = [json.loads(line) for line in lines if line.endswith(b"\n")]
    sent = [ids for what, ids in heard if what == "sending"]
    return sent, {id_ for what, ids in heard if what == "stored" for id_ in ids}


def _write_until_killed(database: str, out: int, chance: random.Random) -> None:
    """In the child; never returns. The parent's connection is left alone."""
    inherited = connections["default"]
    connections["default"] = connections.create_connection("default")
    connections["default"].settings_dict["NAME"] = database
    assert inherited is not connections["default"]
    threads = [threading.Thread(target=_write, args=(database, out, chance.random())) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(1)


def _write(database: str, out: int, seed: float) -> None:
    connections["default"].settings_dict["NAME"] = database
    chance = random.Random(seed)
    earlier: list[list[dict[str, Any]]] = []
    while True:
        again = bool(earlier) and chance.random() < 0.2
        batch = chance.choice(earlier) if again else [_statement() for _ in range(chance.choice((1, 1, 5, 20)))]
        ids = [made["id"] for made in batch]
        if not again:
            earlier.append(batch)
            _tell(out, "sending", ids)
        record(batch, authority=SOURCE)
        _tell(out, "stored", ids)


def _statement() -> dict[str, Any]:
    return a_statement(object={"id": f"{NAMESPACE}{uuid4()}"})


def _tell(out: int, what: str, ids: list[str]) -> None:
    """Shorter than what a pipe takes at once, so lines of several threads do not mix."""
    os.write(out, json.dumps([what, ids]).encode() + b"\n")


def _kept(database: str) -> list[str]:
    if connection.vendor != "sqlite":
        return [str(uuid) for uuid in Statement.objects.values_list("uuid", flat=True)]
    with sqlite3.connect(database) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = [str(UUID(bytes=row[0])) for row in opened.execute("SELECT uuid FROM records_statement")]
    opened.close()
    return found
