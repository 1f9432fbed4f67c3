"""From nothing to the first page, the second start, and what stays in memory at rest."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.house import data_folder, environment, free_port, server, zyk

REST_SECONDS = 10
ON = "SQLite, demonstration world"


def run(report: Any) -> None:
    with data_folder() as folder:
        env = environment(folder, free_port())
        began = time.monotonic()
        zyk("setup", "--demo", env=env)
        with server(env):
            report("start.first", time.monotonic() - began, "s", on=f"{ON}, dependencies installed")
        began = time.monotonic()
        zyk("setup", "--demo", env=env)
        with server(env) as process:
            report("start.second", time.monotonic() - began, "s", on=ON)
            time.sleep(REST_SECONDS)
            for name, kilobytes in sorted(_memory(process).items()):
                report(f"memory.{name}", kilobytes / 1024, "MB", on=f"{ON}, resident, {REST_SECONDS} s after the start")


def _memory(parent: subprocess.Popen[bytes]) -> dict[str, int]:
    """Resident kilobytes of each part of the process tree: the web server's own processes count together."""
    parts: dict[str, int] = {"supervisor": _resident(parent.pid)}
    for child in _children(parent.pid):
        name = "worker" if b"worker" in _command(child).split(b"\0") else "web"
        parts[name] = sum(_resident(pid) for pid in [child, *_descendants(child)])
    return parts


def _descendants(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _descendants(child)


def _children(pid: int) -> list[int]:
    return [
        int(other.name)
        for other in Path("/proc").iterdir()
        if other.name.isdigit() and _status(int(other.name)).get("PPid") == str(pid)
    ]


def _resident(pid: int) -> int:
    return int(_status(pid).get("VmRSS", "0 kB").split()[0])


def _status(pid: int) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
