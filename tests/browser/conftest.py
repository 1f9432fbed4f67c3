"""A demonstration site of its own on a free port, and one Chromium that looks at it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("ZYK_TEST_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
READY_WITHIN_SECONDS = 60


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site that holds the demonstration world."""
    port = _free_port()
    environment = _environment(tmp_path_factory.mktemp("site"), port)
    at_once = environment | {"ZYK_QUEUE_IMMEDIATE": "true"}  # previews are there when the first page opens
    subprocess.run([sys.executable, "-m", "zyk", "setup", "--demo"], cwd=ROOT, env=at_once, check=True)
    server = subprocess.Popen([sys.executable, "-m", "zyk", "serve"], cwd=ROOT, env=environment)
    try:
        _wait_until_ready(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def _environment(data_dir: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZYK_") and name != "DATABASE_URL"}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "zyk.settings",
        "PYTHONPATH": str(ROOT),
        "ZYK_DATA_DIR": str(data_dir),
        "ZYK_DEMO": "true",
        "ZYK_PORT": str(port),
        "ZYK_BASE_URL": f"http://127.0.0.1:{port}",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the site did not start"
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    pytest.fail("the site did not answer in time")
