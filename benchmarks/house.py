"""A house for a benchmark: its own data folder, its own server on a free port, gone afterwards."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment(data_dir: Path, port: int) -> dict[str, str]:
    """Ours alone: no setting of the machine's own installation takes part."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZYK_")}
    kept.pop("DATABASE_URL", None)
    return kept | {
        "DJANGO_SETTINGS_MODULE": "zyk.settings",
        "ZYK_DATA_DIR": str(data_dir),
        "ZYK_PORT": str(port),
        "ZYK_BASE_URL": f"http://127.0.0.1:{port}",
        "ZYK_DEMO": "1",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def zyk(*words: str, env: dict[str, str]) -> None:
    """Run one command of ours to its end, showing its output only when it fails."""
    done = subprocess.run([sys.executable, "-m", "zyk", *words], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"zyk {' '.join(words)} failed")


@contextmanager
def data_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="zyk-bench-") as folder:
        yield Path(folder)


@contextmanager
def server(env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Serve until the block ends; the front page answers when it begins."""
    process = subprocess.Popen([sys.executable, "-m", "zyk", "serve"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{env['ZYK_PORT']}/", process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=90)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not start")
