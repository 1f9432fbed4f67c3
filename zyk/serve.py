"""`zyk serve`: the web server and the worker as one process tree.

The parent does no work itself. It starts both, says when the first page answers, restarts the worker when it
dies, and stops both on SIGTERM or Ctrl-C. The web server must not be told to stop before it is
ready (it then hangs), so an early stop waits for readiness, and every stop has a limit."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from zyk import settings
from zyk.setup import ACCOUNTS_CARD, what_is_missing

READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 10
LONGEST_PAUSE_SECONDS = 30


def serve() -> int:
    """Serve until stopped; return 0 after a stop that was asked for, 1 when the web server failed."""
    missing = what_is_missing()
    if missing:
        return _say_error(f"not set up yet ({', '.join(missing)}): run “zyk setup” first")
    if settings.ZYK_QUEUE_IMMEDIATE:
        return _say_error("ZYK_QUEUE_IMMEDIATE is for tests and single commands: unset it to serve with a worker")
    if _port_is_taken():
        return _say_error(f"port {settings.ZYK_PORT} is in use; choose another, e.g. ZYK_PORT={settings.ZYK_PORT + 1}")
    return _Tree().run()


class _Tree:
    def __init__(self) -> None:
        self.stop_asked = False
        self.worker_started_at = 0.0
        self.worker_pause = 1.0

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        began = time.monotonic()
        web = _start([sys.executable, "-m", "granian", *_web_options(), "zyk.wsgi:application"])
        if not _wait_until_ready(web):
            _stop(web)
            return _say_error("the web server did not start; its messages stand above")
        if self.stop_asked:
            _stop(web)
            return 0
        _greet(time.monotonic() - began)
        worker = self._start_worker()  # only now, so that it does not hold up the first page
        while not self.stop_asked and web.poll() is None:
            if worker.poll() is not None:
                worker = self._restart_worker(worker)
            time.sleep(0.2)
        failed = not self.stop_asked
        _stop(worker, web)
        return _say_error("the web server died") if failed else 0

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_asked = True

    def _start_worker(self) -> subprocess.Popen[bytes]:
        self.worker_started_at = time.monotonic()
        return _start([sys.executable, "-m", "zyk", "worker"])

    def _restart_worker(self, dead: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        """After a pause that doubles while the worker keeps dying young."""
        lived = time.monotonic() - self.worker_started_at
        self.worker_pause = 1.0 if lived > 60 else min(self.worker_pause * 2, LONGEST_PAUSE_SECONDS)
        _say_error(f"the worker ended with status {dead.returncode}; starting it again in {self.worker_pause:.0f} s")
        until = time.monotonic() + self.worker_pause
        while time.monotonic() < until and not self.stop_asked:
            time.sleep(0.2)
        return dead if self.stop_asked else self._start_worker()


def _web_options() -> list[str]:
    return [
        *("--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", settings.ZYK_HOST, "--port", str(settings.ZYK_PORT)),
        *("--workers", str(settings.ZYK_WEB_WORKERS), "--blocking-threads", str(settings.ZYK_WEB_THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(STOP_WITHIN_SECONDS - 2)),
    ]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start in a session of its own, so that Ctrl-C reaches only us, and die with us where the system can."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "zyk.settings"}
    # Only the call between fork and exec that was looked up before: nothing there allocates.
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_die_with_parent())


def _die_with_parent() -> Callable[[], object] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, signal.SIGTERM)


def _wait_until_ready(web: subprocess.Popen[bytes]) -> bool:
    """True once the front page answers; False when the server died or the time is over."""
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until and web.poll() is None:
        if _answers():
            return True
        time.sleep(0.1)
    return False


def _answers() -> bool:
    connection = http.client.HTTPConnection(_reachable_host(), settings.ZYK_PORT, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": _own_name()})
        return connection.getresponse().status < 600
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _own_name() -> str:
    first = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    return first.lstrip(".")


def _reachable_host() -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.ZYK_HOST, settings.ZYK_HOST)  # noqa: S104


def _port_is_taken() -> bool:
    family = socket.AF_INET6 if ":" in settings.ZYK_HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.ZYK_HOST, settings.ZYK_PORT))
        except OSError:
            return True
    return False


def _stop(*processes: subprocess.Popen[bytes]) -> None:
    """Ask all, wait together, and kill with its children what has not ended in time."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + STOP_WITHIN_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _greet(seconds: float) -> None:
    address = f"http://{settings.ZYK_HOST}:{settings.ZYK_PORT}/"
    print(f"\n✓ ZYK 资源库 is ready after {seconds:.1f} s: {address}   (Ctrl-C stops it)", flush=True)
    if settings.ZYK_DEMO and ACCOUNTS_CARD.exists():
        print(ACCOUNTS_CARD.read_text(encoding="utf-8"), flush=True)


def _say_error(text: str) -> int:
    print(f"zyk: {text}", file=sys.stderr, flush=True)
    return 1
