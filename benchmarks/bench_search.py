"""Searching many described resources, facets included, on the engine of `ZYK_BENCH_DATABASE` (SQLite without).

The entries are written straight into the index, in the form the actions write them, from the real names of
specialties and their courses. `ZYK_BENCH_RESOURCES` says how many (default 100,000)."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.house import ROOT, data_folder, environment, free_port, zyk

MANY = int(os.environ.get("ZYK_BENCH_RESOURCES", "100000"))
LIBRARIES = 600
BATCH = 5000
SUBJECTS = "装调 检测 维修 编程 仿真 设计 工艺 安全 标准 案例 选型 维护 参数设置 故障诊断 质量控制".split()  # noqa: SIM905
FORMS = "微课 动画 课件 实训指导 习题 操作视频 挂图 教案 说明".split()  # noqa: SIM905
LATIN = "PLC CNC CAD BIM VR MES AGV HMI Python AutoCAD".split()  # noqa: SIM905


def run(report: Any) -> None:
    with data_folder() as folder:
        env = environment(folder, free_port()) | {"ZYK_BENCH_RESOURCES": str(MANY)}
        if database := os.environ.get("ZYK_BENCH_DATABASE"):
            env["DATABASE_URL"] = database
        zyk("setup", env=env)
        measured = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_search"],
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
    """Inside the data folder of the benchmark."""
    import django

    django.setup()
    from django.db import connection

    from zyk.library.search import learn_words

    names, libraries = _ground()
    chance = random.Random(2019)
    began = time.perf_counter()
    for start in range(0, MANY, BATCH):
        _write(chance, names, libraries, min(BATCH, MANY - start))
    on = f"{'PostgreSQL' if connection.vendor == 'postgresql' else 'SQLite'}, {MANY} resources, warm"
    _say("search.filled", MANY / (time.perf_counter() - began), "entries/s", on)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    learn_words()
    asked = list(_questions(chance, names))
    for name in sorted({name for name, _text in asked}):
        _ask(name, [text for its_name, text in asked if its_name == name], on)
    _ask("all", [text for _name, text in asked], on)
    _ask("everything", [""] * 20, on)


def _ground() -> tuple[list[str], list[Any]]:
    from zyk.accounts.models import Organisation
    from zyk.catalogue.models import Specialty, SpecialtyCourse
    from zyk.library.models import Library

    hosts = list(Organisation.objects.order_by("pk")[:200])
    specialties = list(Specialty.objects.select_related("specialty_class__category").order_by("code")[:LIBRARIES])
    Library.objects.filter(code__startswith="BENCH-").delete()
    libraries = Library.objects.bulk_create(
        Library(
            code=f"BENCH-{number}",
            name=f"{specialty.name}专业教学资源库",
            specialty=specialty,
            lead_host=hosts[number % len(hosts)],
            state="running",
        )
        for number, specialty in enumerate(specialties)
    )
    names = sorted(set(SpecialtyCourse.objects.values_list("name", flat=True)))
    return names, libraries


def _write(chance: random.Random, names: list[str], libraries: list[Any], number: int) -> None:
    from datetime import UTC, datetime, timedelta
    from uuid import UUID

    from zyk.library.enums import ApplicationType, Level, MediaType, Rights
    from zyk.library.models import SearchEntry
    from zyk.library.search.index import marks_of
    from zyk.library.search.prepare import prepared, sounds
    from zyk.library.search.terms import Terms, write

    rows = []
    for _number in range(number):
        library, name = chance.choice(libraries), chance.choice(names)
        subject, form = chance.choice(SUBJECTS), chance.choice(FORMS)
        latin = f"{chance.choice(LATIN)} " if chance.random() < 0.2 else ""
        at = datetime(2019, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(7 * 365 * 86400))
        rows.append(
            SearchEntry(
                kind="resource",
                object_uuid=UUID(int=chance.getrandbits(128)),
                library=library,
                title=f"{latin}{name}{subject}{form}",
                specialty_code=library.specialty.code,
                category_name=library.specialty.specialty_class.category.name,
                media_type=chance.choice(MediaType.values),
                application_type=chance.choice(ApplicationType.values),
                rights=chance.choice(Rights.values),
                level=chance.choice(Level.values),
                year=at.year,
                contributor=library.lead_host.name,
                is_certified=chance.random() < 0.3,
                is_published=True,
                updated_at=at,
            )
        )
    kept = SearchEntry.objects.bulk_create(rows, batch_size=500)
    write(
        Terms(
            entry.pk,
            prepared(entry.title),
            sounds(entry.title),
            f"{prepared(chance.choice(names))} {marks_of(entry)}",
            prepared("，".join(chance.choice(names) + chance.choice(SUBJECTS) for _ in range(8))),
        )
        for entry in kept
    )


def _questions(chance: random.Random, names: list[str]) -> Iterator[tuple[str, str]]:
    """As people type: course names, parts of them, pinyin, initials, letters, slips, and words that are everywhere."""
    from zyk.library.search.prepare import sound_of

    for name in chance.sample(names, 60):
        yield "course_name", name
        yield "two_characters", name[:2]
        yield "four_characters", name[:4]
    for name in chance.sample(names, 20):
        yield "pinyin", sound_of(name[:4])[0]
        yield "initials", sound_of(name[:4])[1]
        yield "slip", name[:3] + "癶" + name[3:5]
        yield "two_words", f"{name[:2]} {chance.choice(SUBJECTS)}"
    for word in (*LATIN, "技术", "设计", "维修", "标准", "应用", "案例"):
        yield "everywhere", word


def _ask(name: str, texts: list[str], on: str) -> None:
    from zyk.accounts.actor import VISITOR
    from zyk.library.search import Filters, search

    times = []
    for is_timed in (False, True):
        for text in texts:
            began = time.perf_counter()
            search(text, actor=VISITOR, kind="resource", filters=Filters(published_only=True), with_facets=True)
            if is_timed:
                times.append((time.perf_counter() - began) * 1000)
    times.sort()
    _say(f"search.{name}.p50", times[len(times) // 2], "ms", on)
    _say(f"search.{name}.p95", times[int(len(times) * 0.95)], "ms", on)


def _say(name: str, value: float, unit: str, on: str) -> None:
    print(json.dumps({"name": name, "value": value, "unit": unit, "on": on}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    measure()
