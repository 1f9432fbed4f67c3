#!/usr/bin/env python3
"""Everything a change must pass, as `make test` and CI run it.

    scripts/test.py           all: style, types, imports, words, tests on SQLite and PostgreSQL, browser
    scripts/test.py --quick   the tests on SQLite without a browser
    scripts/test.py --lint    style, types, imports, words

The tests run on PostgreSQL too when ZYK_TEST_DATABASE_URL names a server or one answers on this machine;
the browser tests run when Chromium is installed. With CI=true both are required."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {
    "style": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "templates": [str(BIN / "djlint"), "zyk", "--lint", "--quiet"],
    "words": [sys.executable, "scripts/words.py", "--check"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "types": [str(BIN / "mypy"), "zyk", "tests", "scripts", "benchmarks"],
}
PYTEST = [sys.executable, "-m", "pytest", "-q"]
CHROMIUM_NAMES = ("chromium", "chromium-browser")


def main() -> int:
    asked = set(sys.argv[1:])
    if asked - {"--quick", "--lint"}:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory(prefix="zyk-test-") as data_dir:
        run = _Run(_environment(Path(data_dir)))
        if "--quick" not in asked:
            for title, command in CHECKS.items():
                run.step(title, command)
        if "--lint" not in asked:
            run.step("tests on SQLite", [*PYTEST, "-n", "2", "-m", "not browser"])
        if not asked:
            _postgresql(run)
            _browser(run)
    return run.conclude()


def _postgresql(run: "_Run") -> None:
    title = "tests on PostgreSQL"
    url = os.environ.get("ZYK_TEST_DATABASE_URL") or _local_server()
    if url:
        run.step(title, [*PYTEST, "-n", "2", "-m", "not browser"], {"DATABASE_URL": url})
    else:
        run.leave_out(title, "no server: set ZYK_TEST_DATABASE_URL=postgres://user:password@host/name")


def _browser(run: "_Run") -> None:
    title = "browser tests"
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium:
        run.step(title, [*PYTEST, "-m", "browser"], {"ZYK_TEST_CHROMIUM": chromium})
    else:
        run.leave_out(title, "Chromium is not installed (on Debian: apt-get install chromium fonts-noto-cjk)")


def _local_server() -> str:
    """The address of a database that may be created on this machine's server, or nothing when none answers."""
    import psycopg

    name = f"zyk_{os.getpid()}"
    for server in ("postgres://", "postgres://postgres@127.0.0.1:5432"):
        try:
            with psycopg.connect(f"{server}/postgres", connect_timeout=3) as connection:
                may = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
                if may.fetchone() == (True,):
                    return f"{server}/{name}"
        except psycopg.Error:
            continue
    return ""


def _environment(data_dir: Path) -> dict[str, str]:
    """Ours alone: no setting of the machine's own installation reaches the tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ZYK_", "AWS_")) and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return kept | {
        "DJANGO_SETTINGS_MODULE": "zyk.settings",
        "ZYK_DATA_DIR": str(data_dir),
        "ZYK_QUEUE_IMMEDIATE": "true",
        "PYTHONPATH": str(ROOT),
    }


class _Run:
    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.failed: list[str] = []
        self.left_out: list[str] = []
        self.lines: list[str] = []

    def step(self, title: str, command: list[str], more: dict[str, str] | None = None) -> None:
        print(f"\n── {title}", flush=True)
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=self.environment | (more or {}))
        seconds = time.monotonic() - began
        mark = "✗" if done.returncode else "✓"
        self.lines.append(f"{mark} {title} ({seconds:.0f} s)")
        if done.returncode:
            self.failed.append(title)

    def leave_out(self, title: str, why: str) -> None:
        self.left_out.append(f"left out: {title}: {why}")
        if os.environ.get("CI") == "true":
            self.failed.append(f"{title} (required in CI)")

    def conclude(self) -> int:
        print("\n── what ran", *self.lines, sep="\n")
        for line in self.left_out or ["nothing was left out"] * (len(sys.argv) == 1):
            print(line)
        print(f"FAILED: {', '.join(self.failed)}" if self.failed else "passed", flush=True)
        return 1 if self.failed else 0


if __name__ == "__main__":
    sys.exit(main())
