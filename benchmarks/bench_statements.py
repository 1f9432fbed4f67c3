"""Learning records over HTTP: statements a CPU second of the server, single and in batches, and how fast they are
found again. With authentication, validation, conflict check, and the disk reached before each answer.

python -m benchmarks.bench_statements"""

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from benchmarks.house import ROOT, data_folder, environment, free_port, server, zyk

KEY, SECRET = "benchmark", "not-a-secret-but-long-enough"
CLIENTS = 4
SINGLES = 4_000
BATCH = 1_000
STORED = 100_000
QUESTIONS = 200
PAGE = 25
VERBS = ["viewed", "downloaded", "completed", "answered", "bookmarked", "rated"]
MAKE_CREDENTIAL = f"""
import django; django.setup()
from zyk.records.actions.credentials import hash_of
from zyk.records.models import Credential
scopes = ["statements/read", "statements/write"]
Credential.objects.create(key={KEY!r}, secret_hash=hash_of({SECRET!r}), title="benchmark", scopes=scopes)
"""


def run(report: Any) -> None:
    chance = random.Random(20190601)
    with data_folder() as folder:
        env = environment(folder, free_port())
        zyk("setup", env=env)
        subprocess.run([sys.executable, "-c", MAKE_CREDENTIAL], cwd=ROOT, env=env, check=True)
        with server(env) as process:
            web = Web(int(env["ZYK_PORT"]), process.pid)
            _post(web, ([statement(chance)] for _ in range(200)))  # warm
            singles = [[statement(chance)] for _ in range(SINGLES)]
            on = f"SQLite, fsync, {CLIENTS} clients, {_mean_bytes(singles)} bytes a statement"
            _report_rate(report, "statements.single", web, singles, on=on)
            for size in (100, BATCH):
                batches = [[statement(chance) for _ in range(size)] for _ in range(20_000 // size)]
                _report_rate(report, f"statements.batch_{size}", web, batches, on=on)
            rest = STORED - 200 - SINGLES - 40_000
            _post(web, ([statement(chance) for _ in range(BATCH)] for _ in range(rest // BATCH)))
            _report_reading(report, web, chance)


class Web:
    """The server's door and its processor time."""

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.pids = [child for child in _descendants(pid) if b"worker" not in _command(child).split(b"\0")]
        self.headers = {
            "Authorization": "Basic " + b64encode(f"{KEY}:{SECRET}".encode()).decode(),
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json",
        }

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port)

    def ask(self, connection: http.client.HTTPConnection, method: str, query: str = "", body: bytes = b"") -> bytes:
        connection.request(method, f"/xapi/statements{query}", body or None, self.headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"the server answered {answer.status}: {text[:300]!r}")
        return text

    def cpu_seconds(self) -> float:
        ticks = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def statement(chance: random.Random) -> dict[str, Any]:
    """A record like those our own pages write: Chinese words, a library, a course, some with results."""
    base = "https://zyk.example.edu.cn/id"
    verb = chance.choice(VERBS)
    made: dict[str, Any] = {
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://zyk.example.edu.cn", "name": str(_uuid("u", chance.randrange(2000)))},
        },
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"zh-CN": "浏览了", "en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{base}/resource/{_uuid('r', chance.randrange(500))}",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/file",
                "name": {"zh-CN": "数控车床主轴箱装配与调试——任务三 主轴轴承预紧力的测量与调整"},
                "description": {"zh-CN": "面向装备制造大类高职学生的颗粒化资源，配有操作视频、动画与自测题。"},
            },
        },
        "context": {
            "platform": "ZYK 资源库",
            "language": "zh-CN",
            "extensions": {
                "urn:zyk:extension:user-kind": "student",
                "urn:zyk:extension:role": "student",
                "urn:zyk:extension:organisation-code": f"{10000 + chance.randrange(40)}",
            },
            "contextActivities": {
                "parent": [
                    {
                        "id": f"{base}/course/{_uuid('c', chance.randrange(60))}",
                        "definition": {"type": "http://adlnet.gov/expapi/activities/course"},
                    }
                ],
                "grouping": [
                    {
                        "id": f"{base}/library/{_uuid('l', chance.randrange(12))}",
                        "definition": {"type": "urn:zyk:activity-type:library"},
                    }
                ],
            },
        },
        "timestamp": f"2026-03-{1 + chance.randrange(28):02}T08:{chance.randrange(60):02}:07.250+08:00",
        "version": "1.0.0",
    }
    if chance.random() < 0.5:
        made["context"]["registration"] = str(_uuid("g", chance.randrange(5000)))
    if chance.random() < 0.33:
        made["result"] = {"score": {"scaled": 0.85}, "success": True, "duration": f"PT{chance.randrange(900)}.5S"}
    return made


def _uuid(kind: str, number: int) -> UUID:
    return UUID(int=(ord(kind) << 96) + number, version=4)


def _post(web: Web, batches: Iterable[list[dict[str, Any]]]) -> None:
    bodies = [json.dumps(batch if len(batch) > 1 else batch[0], ensure_ascii=False).encode() for batch in batches]

    def post_share(number: int) -> None:
        connection = web.connect()
        for body in bodies[number::CLIENTS]:
            web.ask(connection, "POST", body=body)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(post_share, range(CLIENTS)))


def _report_rate(report: Any, name: str, web: Web, batches: list[list[dict[str, Any]]], *, on: str) -> None:
    count = sum(len(batch) for batch in batches)
    before, began = web.cpu_seconds(), time.monotonic()
    _post(web, batches)
    cpu, wall = web.cpu_seconds() - before, time.monotonic() - began
    report(name, count / cpu, "statements per server CPU second", on=on)
    report(f"{name}.elapsed", count / wall, "statements per second", on=on)


def _report_reading(report: Any, web: Web, chance: random.Random) -> None:
    def person() -> str:
        name = str(_uuid("u", chance.randrange(2000)))
        return json.dumps({"account": {"homePage": "https://zyk.example.edu.cn", "name": name}})

    base = "https://zyk.example.edu.cn/id"
    questions = {
        "verb": lambda: {"verb": f"http://adlnet.gov/expapi/verbs/{chance.choice(VERBS)}"},
        "agent": lambda: {"agent": person()},
        "activity": lambda: {"activity": f"{base}/resource/{_uuid('r', chance.randrange(500))}"},
        "registration": lambda: {"registration": str(_uuid("g", chance.randrange(5000)))},
        "page_1": dict,
        "page_far": lambda: {"after": str(1000 + chance.randrange(1000))},
    }
    connection = web.connect()
    on = f"SQLite, {STORED:,} stored, {PAGE} a page, one client"
    for name, question in questions.items():
        _report_latency(report, f"statements.get_{name}", web, connection, question, on=on)
    known = json.loads(web.ask(connection, "GET", "?limit=500"))["statements"]
    by_id = [{"statementId": chance.choice(known)["id"]} for _ in range(QUESTIONS)]
    _report_latency(report, "statements.get_id", web, connection, lambda: by_id.pop(), on=on, limit=False)


def _report_latency(
    report: Any, name: str, web: Web, connection: Any, question: Any, *, on: str, limit: bool = True
) -> None:
    took = []
    for _ in range(QUESTIONS):
        query = "?" + urlencode(question() | ({"limit": str(PAGE)} if limit else {}))
        began = time.monotonic()
        web.ask(connection, "GET", query)
        took.append((time.monotonic() - began) * 1000)
    report(f"{name}.p50", statistics.median(took), "ms", on=on)
    report(f"{name}.p95", statistics.quantiles(took, n=20)[-1], "ms", on=on)


def _mean_bytes(batches: list[list[dict[str, Any]]]) -> int:
    return round(statistics.mean(len(json.dumps(batch[0], ensure_ascii=False).encode()) for batch in batches))


def _descendants(pid: int) -> list[int]:
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *_descendants(int(child))]
    return found


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


if __name__ == "__main__":
    from benchmarks.run import report as print_figure

    run(print_figure)
