#!/usr/bin/env python3
"""Make the environment: .venv, the locked dependencies, the front-end files. Needs nothing but Python 3.11.

    python3 scripts/bootstrap.py            what running the system needs
    python3 scripts/bootstrap.py --dev      and what its tests need

Each step leaves a stamp (the hash of what it was made from), so that a second call does nothing."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VENV / "stamps"
RUN_LOCKS, DEV_LOCKS = ["core", "media"], ["dev"]


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever has an older one calls this very file)
        return _refuse(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: make PYTHON=python3.11 …")
    locks = RUN_LOCKS + (DEV_LOCKS if "--dev" in sys.argv[1:] else [])
    files = [ROOT / "requirements" / f"{name}.lock" for name in locks]
    try:
        if not PYTHON.exists():
            _step("creating .venv", [sys.executable, "-m", "venv", str(VENV)])
        for name, file in zip(locks, files, strict=True):
            _once(f"lock-{name}", [file], partial(_install, file))
        _once("command", [ROOT / "pyproject.toml"], _install_command)
        subprocess.run([str(PYTHON), str(ROOT / "scripts/build_frontend.py")], cwd=ROOT, check=True)
    except subprocess.CalledProcessError as error:
        return _refuse(f"this step failed: {' '.join(map(str, error.cmd))}")
    return 0


def _install(lock: Path) -> None:
    count = sum(1 for line in lock.read_text().splitlines() if line[:1].isalnum())
    title = f"installing {lock.name} ({count} packages)"
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)]
        try:
            _step(title, command)
            return
        except subprocess.CalledProcessError:
            print("  uv could not; using pip", flush=True)
    _step(title, [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off",
                  "--require-hashes", "-r", str(lock)], show=("Collecting ", "Installing "))  # fmt: skip


def _install_command() -> None:
    _step("installing the command zyk", [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                                         "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])  # fmt: skip


def _once(name: str, sources: Iterable[Path], make: Callable[[], None]) -> None:
    """Call `make` unless its stamp says that it was already made from these sources."""
    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        digest.update(source.read_bytes() if source.exists() else b"-")
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    make()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


def _step(title: str, command: list[str], *, show: tuple[str, ...] = ()) -> None:
    """Run a step with a line before and after; of its output only lines starting with `show` are passed on."""
    print(f"… {title}", flush=True)
    began = time.monotonic()
    if show:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, errors="replace") as process:
            for line in process.stdout or ():
                if line.startswith(show):
                    print("   ", line.split("(from")[0].rstrip()[:100], flush=True)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    else:
        subprocess.run(command, cwd=ROOT, check=True)
    print(f"✓ {title} ({time.monotonic() - began:.0f} s)", flush=True)


def _refuse(reason: str) -> int:
    print(f"✗ {reason}", file=sys.stderr)
    if "venv" in reason:
        print("  On Debian and Ubuntu: apt-get install python3-venv", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
