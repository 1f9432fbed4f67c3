"""Recusal (回避): an expert never judges his own unit, or one he stands too near to.

Own units (also second and former ones) and declared or reported ones always bar. What else bars is the year's
policy, `RecusalPolicy`; a question the rulebook leaves open is decided by those who set up the panel."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from zyk.reviews.bonds import Bond, bonds_of
from zyk.reviews.enums import ConflictKind
from zyk.reviews.models import Dossier, Expert


@dataclass(frozen=True)
class RecusalPolicy:
    """What bars beside own and declared units; `cooperation_years` back counts, None: any time."""

    alliance: bool = True
    cooperation: bool = True
    cooperation_years: int | None = None
    same_province: bool = False

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "RecusalPolicy":
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Conflict:
    """Why an expert must not judge a dossier: which unit of it, by what bond."""

    kind: str
    unit: int
    evidence: str = ""


@dataclass
class Surroundings:
    """What was read of bonds and provinces for a set of dossiers, so that pairs are judged without the database."""

    policy: RecusalPolicy
    judged: dict[int, set[int]]
    provinces: dict[int, str | None]
    near: dict[int, dict[int, Conflict]] = field(default_factory=dict)

    def conflict(self, standing: "Standing", dossier: int) -> Conflict | None:
        """The first reason why this expert must not judge that dossier, None when he may."""
        units = self.judged[dossier]
        for unit in standing.own & units:
            return Conflict(ConflictKind.SAME_UNIT, unit)
        for unit in standing.named.keys() & units:
            return Conflict(standing.named[unit][0], unit, standing.named[unit][1])
        near = self.near.get(dossier, {})
        for unit in standing.own & near.keys():
            return near[unit]
        if self.policy.same_province and standing.province and standing.province == self.provinces.get(dossier):
            return Conflict(ConflictKind.SAME_PROVINCE, 0, standing.province)
        return None


@dataclass(frozen=True)
class Standing:
    """An expert as recusal sees him: all units he belongs or belonged to, those named, and his province."""

    own: frozenset[int]
    named: dict[int, tuple[str, str]]
    province: str | None


EXPERT_BONDS = ("affiliations", "recusals", "user__memberships")


def standing_of(expert: Expert) -> Standing:
    """Prefetch `EXPERT_BONDS` and select `organisation` where many are asked."""
    return Standing(
        own=frozenset(own_units(expert)),
        named={each.organisation_id: (each.kind, each.reason) for each in expert.recusals.all()},
        province=expert.organisation.province_id,
    )


def own_units(expert: Expert) -> set[int]:
    own = {expert.organisation_id}
    own.update(membership.organisation_id for membership in expert.user.memberships.all())
    own.update(affiliation.organisation_id for affiliation in expert.affiliations.all())
    return own


def surroundings_of(dossiers: Iterable[Dossier], policy: RecusalPolicy) -> Surroundings:
    """Everything needed to judge pairs. `organisations` and `lead_organisation` of the dossiers must be at hand."""
    dossiers = list(dossiers)
    judged = {dossier.pk: judged_organisations([dossier]) for dossier in dossiers}
    found = Surroundings(policy, judged, {each.pk: each.lead_organisation.province_id for each in dossiers})
    units = set().union(*judged.values()) if judged else set()
    by_unit: dict[int, list[Bond]] = {}
    for bond in bonds_of(units) if policy.alliance or policy.cooperation else []:
        if _counts(bond, policy):
            by_unit.setdefault(bond.unit, []).append(bond)
    for dossier, own in judged.items():
        found.near[dossier] = {
            bond.other: Conflict(bond.kind, unit, bond.evidence) for unit in own for bond in by_unit.get(unit, [])
        }
    return found


def _counts(bond: Bond, policy: RecusalPolicy) -> bool:
    if bond.kind == ConflictKind.ALLIANCE:
        return policy.alliance
    if not policy.cooperation:
        return False
    if policy.cooperation_years is None or bond.since is None:
        return True
    return timezone.localdate().year - bond.since <= policy.cooperation_years


def barred_organisations(expert: Expert) -> set[int]:
    """Units this expert must not judge whatever the policy: all he belongs to, and those he is recused from."""
    return own_units(expert) | {recusal.organisation_id for recusal in expert.recusals.all()}


def judged_organisations(dossiers: Iterable[Dossier]) -> set[int]:
    """Every unit with a part in one of the dossiers."""
    units: set[int] = set()
    for dossier in dossiers:
        units.add(dossier.lead_organisation_id)
        units.update(organisation.id for organisation in dossier.organisations.all())
    return units


def conflict_between(expert: Expert, dossier: Dossier, policy: RecusalPolicy) -> Conflict | None:
    return surroundings_of([dossier], policy).conflict(standing_of(expert), dossier.pk)


def may_judge(expert: Expert, dossier: Dossier, policy: RecusalPolicy | None = None) -> bool:
    return conflict_between(expert, dossier, policy or RecusalPolicy()) is None
