"""Server time and queries of the main pages, warm, and of the list of applications at two sizes.

Runs in a process of its own over Django's own handler, so that CPU and queries are the page's alone."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.house import ROOT, data_folder, environment, free_port, zyk

ON = "SQLite, demonstration world, warm, handler without socket"
LIST_ON = "SQLite, list of 50 applications, warm, handler without socket"
ROUNDS = 20
MANY = 1_000


def run(report: Any) -> None:
    with data_folder() as folder:
        env = environment(folder, free_port())
        zyk("setup", "--demo", env=env)
        measured = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_pages"],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in measured.stdout.splitlines():
            found = json.loads(line)
            report(found["name"], found["value"], found["unit"], on=found["on"])


def measure() -> None:
    """Inside the demonstration's own data folder."""
    import django

    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    from zyk.library.models import Library, Resource
    from zyk.projects.models import Application

    setup_test_environment()
    library = Library.objects.get(is_demonstration=True, standing="accepted")
    course = library.courses.get(state="published")
    resource = Resource.objects.filter(library=library, certified_at__isnull=False).order_by("pk")[0]
    draft = Application.objects.get(state="draft")
    visitor, host, officer = Client(), _client("yanshi-tianbao"), _client("yanshi-bu")
    pages: list[tuple[str, Client, str, str]] = [
        ("home", visitor, "/", ON),
        ("library", visitor, f"/libraries/{library.uuid}/", ON),
        ("resource", visitor, f"/libraries/resources/{resource.uuid}/", ON),
        ("course", visitor, f"/libraries/courses/{course.uuid}/", ON),
        ("application_form", host, f"/projects/applications/{draft.uuid}/sections/tasks/", ON),
        ("applications_few", officer, "/projects/applications/", f"{LIST_ON}, {Application.objects.count()} stored"),
    ]
    for name, client, path, on in pages:
        _page(name, client, path, on)
    _fill(draft, MANY)
    _page("applications_many", officer, "/projects/applications/", f"{LIST_ON}, {Application.objects.count()} stored")


def _client(username: str) -> Any:
    from django.test import Client

    from zyk.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(name: str, client: Any, path: str, on: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    _say(f"page.{name}.queries", len(queries), "queries", on)
    _say(f"page.{name}.cpu", _cpu(lambda: client.get(path)) * 1000, "ms", on)


def _cpu(work: Callable[[], Any]) -> float:
    began = time.process_time()
    for _round in range(ROUNDS):
        work()
    return (time.process_time() - began) / ROUNDS


def _fill(pattern: Any, number: int) -> None:
    """Applications of as many libraries, by rows: only the list is measured."""
    from zyk.library.models import Library
    from zyk.projects.models import Application

    libraries = Library.objects.bulk_create(
        Library(
            code=f"BENCH-{index}",
            name=f"演示第 {index} 个资源库",
            specialty=pattern.library.specialty,
            lead_host=pattern.lead_host,
        )
        for index in range(number)
    )
    Application.objects.bulk_create(
        Application(
            number=f"BENCH-{index:05}",
            kind=pattern.kind,
            cycle=pattern.cycle,
            library=library,
            lead_host=pattern.lead_host,
            state="formal-check",
            budget_total_fen=850_000_000,
        )
        for index, library in enumerate(libraries)
    )


def _say(name: str, value: float, unit: str, on: str) -> None:
    print(json.dumps({"name": name, "value": value, "unit": unit, "on": on}, ensure_ascii=False))


if __name__ == "__main__":
    measure()
