"""Indicators over many facts: one library, a nation of libraries, what a million new statements cost, and memory.

python benchmarks/run.py indicators

The facts are written straight into sealed segments (what is measured is reading and counting, not receiving): people
with acts spread evenly over a year, so that nearly every act is a person-day of its own, the hardest case for sums by
day. ZYK_BENCH_FACTS (default 10000000) sets how many; the nation gets the same number."""

import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.house import ROOT, data_folder, environment, free_port, zyk

FACTS = int(os.environ.get("ZYK_BENCH_FACTS", "10000000"))
NEW = 1_000_000
LIBRARIES = 1_324
PEOPLE, NATIONAL_PEOPLE, RESOURCES = 5_000, 200_000, 2_000
BEGINS = date(2025, 1, 1)
SAMPLE = 10


def run(report: Any) -> None:
    for case, libraries, people in (("library", 1, PEOPLE), ("nation", LIBRARIES, NATIONAL_PEOPLE)):
        with data_folder() as folder:
            env = environment(folder, free_port())
            zyk("setup", env=env)
            words: list[str] = []
            for step in ("fill", "measure"):
                command = [sys.executable, "-m", "benchmarks.bench_indicators", step, case]
                done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
                if done.returncode:
                    sys.stderr.write(done.stdout + done.stderr)
                    raise SystemExit(f"{case}: {step} failed")
                words = done.stdout.splitlines()
            on = f"{FACTS:,} facts, {libraries:,} libraries, {people:,} people, {RESOURCES:,} resources a library"
            for line in words:
                name, value, unit = line.split(" ", 2)
                report(f"indicators.{case}.{name}", float(value), unit, on=on)


def fill(case: str) -> None:
    """Libraries; in the single one people and resources too, so that its figures are real; segments of facts."""

    from zyk.accounts.enums import OrganisationKind, UserKind
    from zyk.accounts.models import Organisation, Province, User
    from zyk.catalogue.models import Specialty
    from zyk.library.enums import ApplicationType, LibraryState, MediaType, ResourceState
    from zyk.library.models import Library, Resource
    from zyk.records import iris, queries
    from zyk.records.dictionary import ACTIVITIES, AGENTS, VERBS
    from zyk.records.verbs import Verb

    host, _ = Organisation.objects.get_or_create(
        code="BENCH",
        defaults={"kind": OrganisationKind.SCHOOL, "name": "示范学院", "province": Province.objects.first()},
    )
    specialty = Specialty.objects.earliest("id")
    number = 1 if case == "library" else LIBRARIES
    libraries = Library.objects.bulk_create(
        Library(
            code=f"BENCH{n}", name=f"示范资源库{n}", specialty=specialty, lead_host=host, state=LibraryState.RUNNING
        )
        for n in range(number)
    )
    iris.keep_base()
    keys = ACTIVITIES.keys({iris.iri_of("library", library.uuid) for library in libraries})
    verbs = VERBS.keys({verb.iri for verb in (Verb.VIEWED, Verb.DOWNLOADED, Verb.COMPLETED, Verb.RATED)})
    if case == "library":
        kinds = [UserKind.STUDENT] * 8 + [UserKind.TEACHER, UserKind.PUBLIC]
        people = User.objects.bulk_create(
            User(username=f"bench{n}", name=f"用户{n}", kind=kinds[n % len(kinds)], is_real_name=True)
            for n in range(PEOPLE)
        )
        AGENTS.keys({queries.agent_name_of(person.uuid) for person in people})
        published = datetime(2024, 12, 1, tzinfo=UTC)
        resources = Resource.objects.bulk_create(
            Resource(
                library=libraries[0],
                title=f"示范资源{n}",
                media_type=MediaType.values[n % len(MediaType.values)],
                application_type=ApplicationType.OTHER,
                contributor=host,
                state=ResourceState.PUBLISHED,
                published_at=published,
            )
            for n in range(RESOURCES)
        )
        things = list(ACTIVITIES.keys({iris.iri_of("resource", each.uuid) for each in resources}).values())
    else:
        names = {f"urn:bench:thing:{n}" for n in range(RESOURCES)}
        things = list(ACTIVITIES.keys(names).values())
    agents = PEOPLE if case == "library" else NATIONAL_PEOPLE
    months = [date(2025, month, 1) for month in range(1, 13)]
    first = 1
    for place, month in enumerate(months):
        size = FACTS // 12
        seal(place + 1, month, 28, first, size, sorted(keys.values()), things, sorted(verbs.values()), agents)
        first += size


def seal(
    number: int,
    day: date,
    days: int,
    first: int,
    size: int,
    libraries: list[int],
    things: list[int],
    verbs: list[int],
    agents: int,
) -> None:
    """One segment of `size` facts, their times spread over `days` from `day`."""
    from django.utils import timezone

    from zyk.monitoring.relations import engine
    from zyk.records.models import Segment
    from zyk.records.segments import files

    path = files.folder() / f"bench-{number}.parquet"
    with engine() as connection:
        connection.execute("select setseed(0.5)")
        connection.execute(
            f"""copy (
                select {first} + n as sequence, timestamp '{day}' as stored,
                    timestamp '{day}' + to_microseconds(cast(n * {days * 86400e6 / size} as bigint)) as timestamp,
                    1::bigint as authority, 1 + cast(floor(random() * {agents}) as bigint) as actor,
                    {verbs}[1 + cast(floor(random() * {len(verbs)}) as int)]::bigint as verb,
                    {things}[1 + cast(floor(random() * {len(things)}) as int)]::bigint as activity,
                    {libraries}[1 + cast(floor(random() * {len(libraries)}) as int)]::bigint as library,
                    null::bigint as course, null::uuid as registration, null::boolean as success,
                    null::boolean as completion, null::double as score_scaled, null::double as duration_seconds,
                    'student' as user_kind, 'BENCH' as organisation_code
                from range({size}) as numbers(n) order by library, timestamp
            ) to '{path}' (format parquet, compression zstd, row_group_size 20480)"""
        )
    nothing = {"originals_name": "", "originals_sha256": "", "originals_bytes": 0}
    Segment.objects.create(
        number=number,
        day=day,
        first_sequence=first,
        last_sequence=first + size - 1,
        count=size,
        facts_name=path.name,
        facts_sha256="0" * 64,
        facts_bytes=path.stat().st_size,
        hash=f"bench-{number}",
        sealed_at=timezone.now(),
        **nothing,
    )


def measure(case: str) -> None:
    """Print one figure a line: name, value, unit."""
    from zyk.library.models import Library
    from zyk.monitoring.figures import asking, compute
    from zyk.monitoring.relations import KeptSums, kept_rollups, load_holdings, rollups
    from zyk.monitoring.relations.facts import last_sequence, library_key, library_keys
    from zyk.records.models import KnownActivity, KnownVerb
    from zyk.rulebook.queries import newest

    rulebook = newest()
    assert rulebook
    indicators, as_of = list(rulebook.edition.indicators), date(2025, 12, 20)
    with kept_rollups() as connection:
        began, cpu = time.perf_counter(), time.process_time()
        summed = rollups.refresh(connection, until_sequence=last_sequence())
        _say("full_recomputation", time.perf_counter() - began, f"seconds for {summed:,} facts")
        _say("full_recomputation_cpu", time.process_time() - cpu, "CPU seconds")
    sample = list(Library.objects.filter(code__startswith="BENCH").order_by("id")[:SAMPLE])
    loading, counting, counting_cpu = 0.0, 0.0, 0.0
    with kept_rollups() as connection:
        for library in sample:
            key = library_key(library)
            began = time.perf_counter()
            load_holdings(connection, library, as_of=as_of, actors=rollups.actors_of(connection, key, as_of))
            loading += time.perf_counter() - began
            began, cpu = time.perf_counter(), time.process_time()
            compute(asking(connection), KeptSums(connection, key), indicators, as_of)
            counting += time.perf_counter() - began
            counting_cpu += time.process_time() - cpu
    _say("counting", counting / len(sample) * 1000, f"ms a library, {len(indicators)} indicators, raw and credible")
    _say("counting_cpu", counting_cpu / len(sample) * 1000, "CPU ms a library")
    _say("holdings", loading / len(sample) * 1000, "ms a library, reading its people and holdings")
    things = list(KnownActivity.objects.exclude(pk__in=library_keys()).order_by("id").values_list("pk", flat=True))
    agents = PEOPLE if case == "library" else NATIONAL_PEOPLE
    verbs = list(KnownVerb.objects.order_by("id").values_list("pk", flat=True))[:4]
    ends = BEGINS + timedelta(days=364)
    seal(13, ends, 1, last_sequence() + 1, NEW, sorted(library_keys()), things, verbs, agents)
    with kept_rollups() as connection:
        began, cpu = time.perf_counter(), time.process_time()
        rollups.refresh(connection, until_sequence=last_sequence())
        _say("incremental", time.perf_counter() - began, f"seconds for {NEW:,} new facts of one day")
        _say("incremental_cpu", time.process_time() - cpu, "CPU seconds")
    _say("memory", _peak_megabytes(), "MB at most")
    _say("rollups", sum(f.stat().st_size for f in _rollup_files()) / (FACTS + NEW), "bytes a fact on disk")


def _say(name: str, value: float, unit: str) -> None:
    print(name, round(value, 3), unit, flush=True)


def _peak_megabytes() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rollup_files() -> list[Path]:
    from django.conf import settings

    return list((Path(settings.DATA_DIR) / "monitoring").glob("rollups-*"))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zyk.settings")
    import django

    django.setup()
    {"fill": fill, "measure": measure}[sys.argv[1]](sys.argv[2])
