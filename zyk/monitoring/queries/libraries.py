"""Which libraries a person watches, and the overview of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.alliance.enums import MemberState
from zyk.alliance.models import AllianceMember
from zyk.library.models import Library, TeamMember
from zyk.monitoring.models import Computation, IndicatorResult
from zyk.monitoring.queries.results import MET, MISSED, NOT_MEASURABLE, standing_of, written
from zyk.rulebook.enums import Unit


def monitored_libraries(actor: Actor) -> QuerySet[Library]:
    """The ministry and the operator: all they may see; a province: its hosts'; a unit: those it hosts or builds with
    others; everyone: those on whose team he is."""
    seen = Library.objects.visible_to(actor)
    if actor.is_ministry or actor.is_any(Role.OPERATOR):
        return seen
    mine = Q(pk__in=TeamMember.objects.filter(user=actor.user).values("library"))
    if actor.is_any(Role.PROVINCE_OFFICER) and actor.province_id:
        mine |= Q(lead_host__province_id=actor.province_id)
    if actor.is_any(*HOST_ROLES, Role.UNIT_ADMINISTRATOR) and actor.organisation_id:
        joined = AllianceMember.objects.filter(organisation=actor.organisation_id, state=MemberState.JOINED)
        mine |= Q(lead_host=actor.organisation_id) | Q(alliance__in=joined.values("alliance"))
    return seen.filter(mine)


def with_latest(rows: QuerySet[Library]) -> QuerySet[Library]:
    """Each library with `latest_id`, the last computation of its newest day."""
    newest = Computation.objects.filter(library=OuterRef("pk")).order_by("-as_of", "-id").values("pk")[:1]
    return rows.annotate(latest_id=Subquery(newest)).select_related("lead_host__province", "specialty")


def standing_is(rows: QuerySet[Library], code: str) -> QuerySet[Library]:
    """Of rows `with_latest`: those with a missed threshold, with none missed, or never computed."""
    missed = Exists(IndicatorResult.objects.filter(computation=OuterRef("latest_id"), is_met=False))
    if code == "missed":
        return rows.filter(missed)
    if code == "met":
        return rows.filter(~missed, latest_id__isnull=False)  # type: ignore[misc]
    return rows.filter(latest_id__isnull=True) if code == "never" else rows  # type: ignore[misc]


KEY_CODES = ("users_total", "resources_total", "active_user_share", "used_resource_share")


@dataclass(frozen=True)
class Line:
    """A library in the overview, with its newest key figures."""

    library: Library
    computation: Computation | None
    figures: dict[str, IndicatorResult]
    met: int
    missed: int
    unknown: int
    missed_titles: tuple[str, ...] = ()

    @property
    def missed_names(self) -> str:
        """Which thresholds are missed: what acceptance may fail on."""
        return str(_("、")).join(self.missed_titles)

    @property
    def shown(self) -> dict[str, str]:
        """The key figures as written, by code."""
        return {
            code: written(result.credible_value, result.inputs.get("unit") == Unit.SHARE)
            for code, result in self.figures.items()
        }


def overview_lines(libraries: list[Library]) -> list[Line]:
    """Two queries for the whole page of libraries."""
    ids = [library.latest_id for library in libraries if library.latest_id]  # type: ignore[attr-defined]
    rows = Computation.objects.filter(pk__in=ids).defer("breakdowns", "excluded").select_related("rulebook")
    computations = {computation.pk: computation for computation in rows}
    of_computation: dict[int, list[IndicatorResult]] = {}
    for result in IndicatorResult.objects.filter(computation__in=ids):
        of_computation.setdefault(result.computation_id, []).append(result)
    return [
        _line(library, computations.get(library.latest_id), of_computation)  # type: ignore[attr-defined]
        for library in libraries
    ]


def _line(library: Library, computation: Computation | None, results: dict[int, list[IndicatorResult]]) -> Line:
    mine = results.get(computation.pk, []) if computation else []
    judged = [standing_of(result) for result in mine if result.threshold is not None]
    return Line(
        library=library,
        computation=computation,
        figures={result.code: result for result in mine if result.code in KEY_CODES},
        met=judged.count(MET),
        missed=judged.count(MISSED),
        unknown=judged.count(NOT_MEASURABLE),
        missed_titles=_missed_titles(computation, mine) if computation else (),
    )


def _missed_titles(computation: Computation, results: list[IndicatorResult]) -> tuple[str, ...]:
    missed = {result.code for result in results if result.is_met is False}
    if not missed:
        return ()
    return tuple(str(each.title) for each in computation.rulebook.edition.indicators if each.code in missed)


def standing_counts(rows: QuerySet[Library]) -> dict[str, int]:
    """Of libraries `with_latest`: how many miss a threshold, miss none, were never computed; one query."""
    missed = Exists(IndicatorResult.objects.filter(computation=OuterRef("latest_id"), is_met=False))
    return (
        rows.order_by()
        .annotate(misses=missed)
        .aggregate(  # type: ignore[no-any-return]
            missed=Count("pk", filter=Q(misses=True)),
            met=Count("pk", filter=Q(misses=False, latest_id__isnull=False)),
            never=Count("pk", filter=Q(latest_id__isnull=True)),
        )
    )


def libraries_by_province(rows: QuerySet[Library]) -> dict[str, int]:
    counted: Any = rows.order_by().values_list("lead_host__province").annotate(count=Count("pk"))
    return {province: count for province, count in counted if province}
