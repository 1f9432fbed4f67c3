"""Bonds between units that reviewing must know of: joined in an alliance, or carrying a project together."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import permutations

from zyk.alliance.enums import MemberState
from zyk.alliance.models import AllianceMember
from zyk.projects.models import ApplicationMember, Project
from zyk.reviews.bonds import Bond
from zyk.reviews.enums import ConflictKind


def alliance_bonds(units: Collection[int]) -> list[Bond]:
    """Today's fellow members of the units' alliances; one query."""
    theirs = AllianceMember.objects.filter(organisation__in=units, state=MemberState.JOINED).values("alliance")
    rows = AllianceMember.objects.filter(alliance__in=theirs, state=MemberState.JOINED).select_related("alliance")
    groups: dict[int, tuple[str, set[int]]] = {}
    for row in rows:
        groups.setdefault(row.alliance_id, (row.alliance.name, set()))[1].add(row.organisation_id)
    return _between(ConflictKind.ALLIANCE, ((name, None, held) for name, held in groups.values()), set(units))


def project_bonds(units: Collection[int]) -> list[Bond]:
    """Units that carry, or carried, an approved project together; two queries."""
    rows = ApplicationMember.objects.filter(application__project__isnull=False, declined_at__isnull=True)
    held: dict[int, set[int]] = defaultdict(set)
    for application, unit in rows.values_list("application_id", "organisation_id"):
        held[application].add(unit)
    found = Project.objects.filter(application__in=held).values_list("application_id", "lead_host_id", "code", "year")
    groups = ((code, year, held[application] | {lead}) for application, lead, code, year in found)
    return _between(ConflictKind.COOPERATION, groups, set(units))


def _between(kind: ConflictKind, groups: Iterable[tuple[str, int | None, set[int]]], units: set[int]) -> list[Bond]:
    return [
        Bond(unit, other, kind, name, since)
        for name, since, held in groups
        if held & units
        for unit, other in permutations(sorted(held), 2)
        if unit in units
    ]
