"""All indicators of one library, from learning records in the database to figures: seconds and memory.

python benchmarks/run.py indicators

The records are written straight into the store's tables (what is measured is reading and counting, not receiving):
people with steps of a few seconds to hours between their acts, resources, a course, a few bursts as of scripts."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.house import ROOT, data_folder, environment, free_port, zyk

SIZES = (100_000, 1_000_000)
PEOPLE = 5_000
RESOURCES = 2_000
CHUNK = 5_000


def run(report: Any) -> None:
    for size in SIZES:
        with data_folder() as folder:
            env = environment(folder, free_port())
            zyk("setup", env=env)
            for step in ("fill", "measure"):
                command = [sys.executable, "-m", "benchmarks.bench_indicators", step, str(size)]
                done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
                if done.returncode:
                    sys.stderr.write(done.stdout + done.stderr)
                    raise SystemExit(f"{step} failed")
            seconds, loading, counting, megabytes, indicators = (float(word) for word in done.stdout.split())
            on = f"{size:,} statements, {PEOPLE:,} people, {RESOURCES:,} resources, {indicators:.0f} indicators, SQLite"
            report("indicators.library", seconds, "seconds", on=on)
            report("indicators.loading", loading, "seconds", on=on)
            report("indicators.counting", counting, "seconds", on=on)
            report("indicators.memory", megabytes, "MB at most", on=on)


def fill(size: int) -> None:
    """A library with its people, resources and `size` statements."""
    from django.utils import timezone

    from zyk.accounts.enums import OrganisationKind, UserKind
    from zyk.accounts.models import Organisation, Province, User
    from zyk.catalogue.models import Specialty
    from zyk.library.enums import ApplicationType, LibraryState, MediaType, ResourceState
    from zyk.library.models import Library, Resource
    from zyk.records import iris, queries
    from zyk.records.dictionary import ACTIVITIES, AGENTS, VERBS
    from zyk.records.models import Statement
    from zyk.records.verbs import Verb

    chance = random.Random(20190601)
    host, _ = Organisation.objects.get_or_create(
        code="BENCH",
        defaults={"kind": OrganisationKind.SCHOOL, "name": "示范学院", "province": Province.objects.first()},
    )
    specialty = Specialty.objects.earliest("id")
    library = Library.objects.create(
        code="BENCH", name="示范资源库", specialty=specialty, lead_host=host, state=LibraryState.RUNNING
    )
    kinds = [UserKind.STUDENT] * 8 + [UserKind.TEACHER, UserKind.PUBLIC]
    people = User.objects.bulk_create(
        User(username=f"bench{n}", name=f"用户{n}", kind=kinds[n % len(kinds)], is_real_name=True)
        for n in range(PEOPLE)
    )
    resources = Resource.objects.bulk_create(
        Resource(
            library=library,
            title=f"示范资源{n}",
            media_type=chance.choice(MediaType.values),
            application_type=ApplicationType.OTHER,
            contributor=host,
            state=ResourceState.PUBLISHED,
            published_at=timezone.now(),
        )
        for n in range(RESOURCES)
    )
    agents = AGENTS.keys({queries.agent_name_of(person.uuid) for person in people})
    actors = [(agents[queries.agent_name_of(person.uuid)], person.kind) for person in people]
    names = {iris.iri_of("resource", resource.uuid) for resource in resources} | {iris.iri_of("library", library.uuid)}
    activities = ACTIVITIES.keys(names)
    library_key = activities.pop(iris.iri_of("library", library.uuid))
    verbs = list(VERBS.keys({verb.iri for verb in (Verb.VIEWED, Verb.DOWNLOADED, Verb.COMPLETED, Verb.RATED)}).values())
    made = _statements(chance, size, actors, list(activities.values()), library_key, verbs)
    batch: list[Statement] = []
    for row in made:
        batch.append(row)
        if len(batch) == CHUNK:
            Statement.objects.bulk_create(batch)
            batch = []
    Statement.objects.bulk_create(batch)


def _statements(
    chance: random.Random,
    size: int,
    actors: list[tuple[int, str]],
    things: list[int],
    library: int,
    verbs: list[int],
) -> Iterator[Any]:
    from datetime import timedelta
    from uuid import UUID

    from django.utils import timezone

    from zyk.records.models import Statement

    moment, now = timezone.now() - timedelta(days=360), timezone.now()
    step = timedelta(days=350) / size
    for sequence in range(1, size + 1):
        moment += step
        actor, kind = chance.choice(actors)
        yield Statement(
            sequence=sequence,
            uuid=UUID(int=chance.getrandbits(128), version=4),
            stored=now,
            timestamp=moment,
            authority_id=actor,
            actor_id=actor,
            verb_id=chance.choice(verbs),
            activity_id=chance.choice(things),
            library_id=library,
            user_kind=kind,
            organisation_code="BENCH",
            original=b"{}",
        )


def measure(size: int) -> None:
    """Print seconds in all, loading, counting; memory; indicators."""
    import resource
    import time

    from django.utils import timezone

    from zyk.library.models import Library
    from zyk.monitoring.actions import compute_library
    from zyk.monitoring.relations import engine, load_library
    from zyk.monitoring.relations.facts import last_sequence

    library = Library.objects.get(code="BENCH")
    computation = compute_library(library, as_of=timezone.localdate())
    if computation.statements_read != size:
        raise SystemExit(f"{computation.statements_read} statements were read, {size} were expected")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    with engine() as connection:
        load_library(connection, library, as_of=timezone.localdate(), until_sequence=last_sequence())
    loading = time.perf_counter() - began
    indicators = computation.results.count()
    print(computation.seconds, loading, max(computation.seconds - loading, 0), memory, indicators)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zyk.settings")
    import django

    django.setup()
    {"fill": fill, "measure": measure}[sys.argv[1]](int(sys.argv[2]))
