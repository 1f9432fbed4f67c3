"""Registered users of one library: who they are, since when, and whether they build it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zyk.accounts.enums import UserKind
from zyk.accounts.models import Membership, Organisation, User
from zyk.alliance.queries import joined_organisations
from zyk.learning.models import Enrolment
from zyk.library.models import Library, TeamMember
from zyk.records.queries import user_uuids

BELONGING_KINDS = (UserKind.STUDENT, UserKind.TEACHER, UserKind.EMPLOYEE)
CHUNK = 1000


@dataclass
class Registered:
    """`since`: the day the person became a user of this library."""

    since: date
    organisation: str | None = None
    province: str | None = None
    actor: int | None = None

    def seen(self, since: date, organisation: str | None = None, province: str | None = None) -> None:
        self.since = min(self.since, since)
        if self.organisation is None:
            self.organisation, self.province = organisation, province


def users_of(
    library: Library, *, as_of: date, actors: Mapping[int, tuple[date, str | None]]
) -> Iterator[tuple[Any, ...]]:
    """Rows of `users`. `actors`: agents with a record → day of the first one, unit code given with it."""
    found: dict[int, Registered] = {}
    for person, since, organisation, province in _belonging(library, as_of):
        found.setdefault(person, Registered(since)).seen(since, organisation, province)
    for person, since, unit, of_unit in _enrolled(library, as_of):
        found.setdefault(person, Registered(since)).seen(since, unit, of_unit)
    _add_recorded(found, actors)
    team = set(TeamMember.objects.filter(library=library).values_list("user_id", flat=True))
    people = _kinds(found)
    for person, registered in found.items():
        kind, is_real_name = people[person]
        yield (
            person,
            registered.actor,
            kind,
            registered.organisation,
            registered.province,
            is_real_name,
            registered.since,
            person in team,
        )


def _belonging(library: Library, as_of: date) -> Iterator[tuple[int, date, str, str | None]]:
    """Students, teachers and employees of the host and the joined units of its alliance."""
    units = Q(organisation=library.lead_host_id)
    if library.alliance:
        units |= Q(organisation__in=joined_organisations(library.alliance).order_by().values("pk"))
    held: QuerySet[Membership] = Membership.objects.filter(units, user__kind__in=BELONGING_KINDS).valid_on(as_of)
    columns = (
        "user_id",
        "valid_from",
        "created_at",
        "user__created_at",
        "organisation__code",
        "organisation__province_id",
    )
    for person, begins, made, registered, code, province in held.order_by("id").values_list(*columns).iterator():
        since = max(begins or timezone.localdate(made), timezone.localdate(registered))
        if since <= as_of:
            yield person, since, code, province


def _enrolled(library: Library, as_of: date) -> Iterator[tuple[int, date, str | None, str | None]]:
    rows = Enrolment.objects.filter(run__course__library=library).order_by("id")
    columns = "user_id", "created_at", "organisation__code", "organisation__province_id"
    for person, enrolled_at, code, province in rows.values_list(*columns).iterator():
        if timezone.localdate(enrolled_at) <= as_of:
            yield person, timezone.localdate(enrolled_at), code, province


def _add_recorded(found: dict[int, Registered], actors: Mapping[int, tuple[date, str | None]]) -> None:
    """Our people among the agents. Agents of other platforms are counted as acts, never as registered users."""
    agents = user_uuids(actors)
    persons = _persons(list(agents.values()))
    provinces = dict(Organisation.objects.values_list("code", "province_id"))
    for actor, uuid in agents.items():
        person = persons.get(uuid)
        if person is None:
            continue
        since, code = actors[actor]
        known = found.setdefault(person, Registered(since))
        known.seen(since, code, provinces.get(code or ""))
        known.actor = actor


def _persons(uuids: list[UUID]) -> dict[UUID, int]:
    persons: dict[UUID, int] = {}
    for start in range(0, len(uuids), CHUNK):
        rows = User.objects.filter(uuid__in=uuids[start : start + CHUNK])
        persons |= dict(rows.values_list("uuid", "pk"))
    return persons


def _kinds(found: Mapping[int, Registered]) -> dict[int, tuple[str, bool]]:
    persons = list(found)
    kinds: dict[int, tuple[str, bool]] = {}
    for start in range(0, len(persons), CHUNK):
        rows = User.objects.filter(pk__in=persons[start : start + CHUNK])
        kinds |= {pk: (kind, real) for pk, kind, real in rows.values_list("pk", "kind", "is_real_name")}
    return kinds
