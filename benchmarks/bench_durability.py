"""Killed at any moment: is everything that was acknowledged stored, once, and every batch whole or absent?

python -m benchmarks.bench_durability [ROUNDS]

Each round several clients write to a real server over HTTP, single statements, batches and repeated ones; at a random
moment the whole process tree is killed (SIGKILL). Then the server's database is opened as it was left and compared with
what the clients were told."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from http.client import HTTPException
from pathlib import Path
from typing import Any

from benchmarks.bench_statements import MAKE_CREDENTIAL, Web, statement
from benchmarks.house import ROOT, data_folder, environment, free_port, zyk

ROUNDS = 20
CLIENTS = 4
LONGEST_SECONDS = 1.5


def run(report: Any, rounds: int = ROUNDS) -> None:
    told = acknowledged = lost = doubled = torn = 0
    with data_folder() as folder:
        env = environment(folder, free_port()) | {"ZYK_WEB_WORKERS": "2"}
        zyk("setup", env=env)
        subprocess.run([sys.executable, "-c", MAKE_CREDENTIAL], cwd=ROOT, env=env, check=True)
        for number in range(rounds):
            found = one_round(folder, env, random.Random(number))
            told += found[0]
            acknowledged += found[1]
            lost, doubled, torn = lost + found[2], doubled + found[3], torn + found[4]
    on = f"SQLite, {rounds} rounds, {CLIENTS} clients, 2 web processes, {told:,} statements sent"
    report("durability.acknowledged", acknowledged, "statements", on=on)
    report("durability.lost", lost, "acknowledged statements not stored", on=on)
    report("durability.doubled", doubled, "statements stored twice", on=on)
    report("durability.torn", torn, "batches stored in part", on=on)


def one_round(folder: Path, env: dict[str, str], chance: random.Random) -> tuple[int, int, int, int, int]:
    """Sent, acknowledged, lost, doubled, torn."""
    options = ["--interface", "wsgi", "--no-ws", "--log-level", "critical", "--workers", env["ZYK_WEB_WORKERS"]]
    options += ["--host", "127.0.0.1", "--port", env["ZYK_PORT"], "--blocking-threads", "4"]
    command = [sys.executable, "-m", "granian", *options, "zyk.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, stderr=subprocess.DEVNULL)
    batches: list[list[str]] = []
    acknowledged: set[str] = set()
    stop = threading.Event()
    try:
        web = Web(int(env["ZYK_PORT"]), server.pid)
        _wait(web)
        clients = [
            threading.Thread(target=_write, args=(web, random.Random(chance.random()), batches, acknowledged, stop))
            for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        time.sleep(chance.uniform(0.05, LONGEST_SECONDS))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        stop.set()
    for client in clients:
        client.join()
    return _compare(folder / "zyk.sqlite3", batches, acknowledged)


def _wait(web: Web) -> None:
    for _ in range(600):
        try:
            web.ask(web.connect(), "GET", "?limit=1")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not start")


def _write(
    web: Web, chance: random.Random, batches: list[list[str]], acknowledged: set[str], stop: threading.Event
) -> None:
    """Until the server is gone; one in five requests is an earlier one again."""
    connection = web.connect()
    earlier: list[list[dict[str, Any]]] = []
    while not stop.is_set():
        again = bool(earlier) and chance.random() < 0.2
        batch = chance.choice(earlier) if again else [statement(chance) for _ in range(chance.choice((1, 1, 1, 7, 50)))]
        ids = [made["id"] for made in batch]
        if not again:
            earlier.append(batch)
            batches.append(ids)
        body = json.dumps(batch if len(batch) > 1 else batch[0], ensure_ascii=False).encode()
        try:
            answer = json.loads(web.ask(connection, "POST", body=body))
        except (OSError, ValueError, HTTPException):  # the server was killed under our hands
            return
        if answer == ids:
            acknowledged.update(ids)


def _compare(path: Path, batches: list[list[str]], acknowledged: set[str]) -> tuple[int, int, int, int, int]:
    with sqlite3.connect(path) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise SystemExit("the database is damaged")
        kept = [str(uuid.UUID(bytes=row[0])) for row in database.execute("SELECT uuid FROM records_statement")]
        kept += [str(uuid.UUID(bytes=row[0])) for row in database.execute("SELECT uuid FROM records_sealedid")]
    stored = set(kept)
    torn = sum(1 for ids in batches if 0 < len(stored.intersection(ids)) < len(ids))
    sent = sum(len(ids) for ids in batches)
    return sent, len(acknowledged), len(acknowledged - stored), len(kept) - len(stored), torn


if __name__ == "__main__":
    from benchmarks.run import report as print_figure

    run(print_figure, int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
