"""A year of a small nation, from one seed: libraries, people of all kinds, honest and hurried acts."""

import random
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from tests.accounts.builders import a_member, a_province, an_organisation
from tests.library.builders import a_course, a_library, a_resource, leader_of
from tests.monitoring.builders import a_belonging, built_on
from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role
from zyk.library.models import Library
from zyk.records import iris, queries
from zyk.records.dictionary import ACTIVITIES, AGENTS, VERBS
from zyk.records.models import RecordStore, Statement
from zyk.records.verbs import Verb

BEGINS, ENDS = date(2025, 1, 1), date(2025, 12, 31)
CHINA = ZoneInfo("Asia/Shanghai")
DONE = (Verb.VIEWED, Verb.VIEWED, Verb.DOWNLOADED, Verb.RATED, Verb.SHARED, Verb.COMPLETED, Verb.POSTED)


def a_national_year(*, libraries: int = 3, acts: int = 1500, seed: int = 20190601) -> list[Library]:
    """`acts` records over all libraries; one in fifty begins a stretch of thirty hurried ones."""
    chance = random.Random(seed)
    made, everyone = [], []
    for _number in range(libraries):
        library = a_library()
        a_course(library, modules=(2,))
        for _ in range(4):
            a_resource(library)
        people = [leader_of(library)]
        people += [a_belonging(library, Role.STUDENT, "2025-01-01") for _ in range(6)]
        people += [a_belonging(library, Role.TEACHER, "2025-01-01") for _ in range(2)]
        built_on(library, "2024-10-01")
        made.append(library)
        everyone += people
    firm = an_organisation(OrganisationKind.ENTERPRISE, a_province("330000", "浙江省", "浙江"))
    everyone += [a_member(Role.EMPLOYEE, firm), a_member(Role.PUBLIC_LEARNER)]
    _record(chance, made, everyone, acts)
    return made


def _record(chance: random.Random, libraries: list[Library], people: list[Actor], acts: int) -> None:
    things = {library.pk: _things(library) for library in libraries}
    names = {iri for found in things.values() for iri, _course in found} | {_iri(library) for library in libraries}
    names |= {course for found in things.values() for _iri_, course in found if course}
    activities, verbs = ACTIVITIES.keys(names), VERBS.keys({verb.iri for verb in DONE})
    agents = AGENTS.keys({queries.agent_name_of(person.user.uuid) for person in people if person.user})
    rows: list[Statement] = []
    moment = datetime(2025, 1, 1, 0, 0, tzinfo=CHINA)
    step = timedelta(days=400) / acts
    while len(rows) < acts:
        moment += step * chance.random() * 2
        person, library = chance.choice(people), chance.choice(libraries)
        for beat in range(30 if chance.random() < 0.004 else 1):
            iri, course = chance.choice(things[library.pk])
            assert person.user
            rows.append(
                Statement(
                    sequence=len(rows) + 1,
                    uuid=UUID(int=chance.getrandbits(128), version=4),
                    stored=timezone.now(),
                    timestamp=moment + timedelta(seconds=beat),
                    authority_id=1,
                    actor_id=agents[queries.agent_name_of(person.user.uuid)],
                    verb_id=verbs[chance.choice(DONE).iri],
                    activity_id=activities[iri],
                    library_id=activities[_iri(library)],
                    course_id=activities[course] if course else None,
                    user_kind=person.user.kind,
                    organisation_code=person.organisation.code if person.organisation else "",
                    original=b"{}",
                )
            )
    Statement.objects.bulk_create(rows)
    RecordStore.objects.update(last_sequence=len(rows))


def _things(library: Library) -> list[tuple[str, str]]:
    course = iris.iri_of("course", library.courses.get(published_at__isnull=False).uuid)
    found = [
        (iris.iri_of("resource", resource.uuid), course if n % 2 else "")
        for n, resource in enumerate(library.resources.order_by("id"))
    ]
    return [*found, (course, "")]


def _iri(library: Library) -> str:
    return iris.iri_of("library", library.uuid)
