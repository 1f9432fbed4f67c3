"""Compute a unit, a province or the nation from its libraries, and keep the figures of the day."""

import time
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.models import Organisation, Province
from zyk.library.enums import LibraryState
from zyk.library.models import Library
from zyk.monitoring.actions.computation import compute_library
from zyk.monitoring.areas import Area, added_up, is_personal, written_figure
from zyk.monitoring.breakdowns import area_breakdowns
from zyk.monitoring.enums import Level
from zyk.monitoring.figures import Numbers, asking
from zyk.monitoring.formulas import FORMULAS
from zyk.monitoring.models import AreaComputation, Computation, IndicatorResult
from zyk.monitoring.relations import Side, kept_rollups, load_holdings, rollups
from zyk.monitoring.relations.areas import join_users, look_at_area
from zyk.monitoring.relations.facts import last_sequence, library_keys
from zyk.monitoring.windows import window_of
from zyk.rulebook.edition.measures import Indicator
from zyk.rulebook.models import Rulebook
from zyk.rulebook.queries import newest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def compute_area(area: Area, *, as_of: date) -> AreaComputation:
    """The figures of the area on the day; libraries not computed for that day are computed first. Computing again
    for the same day replaces what was kept. Raises ValidationError when no rulebook is loaded."""
    rulebook = newest()
    if rulebook is None:
        raise ValidationError(_("尚未载入规则集，无法计算指标。请先由教育部经办人载入。"))
    began = time.perf_counter()
    libraries = list(area.libraries().select_related("lead_host"))
    computations = _of_the_day(libraries, as_of, rulebook)
    keys_by_uuid = {uuid: key for key, uuid in library_keys().items()}
    keys = [keys_by_uuid[library.uuid] for library in libraries if library.uuid in keys_by_uuid]
    with kept_rollups() as connection:
        _bring_users(connection, libraries, keys_by_uuid, as_of)
        join_users(connection, [library.pk for library in libraries], area.unit_code)
        figures = _figures(connection, area, list(rulebook.edition.indicators), computations, keys, as_of)
        drawn = area_breakdowns(connection, keys, as_of, [each.breakdowns for each in computations])
    with transaction.atomic():
        made, _is_new = AreaComputation.objects.update_or_create(
            as_of=as_of,
            **area.keys,
            defaults={
                "rulebook": rulebook,
                "libraries": len(libraries),
                "seconds": round(time.perf_counter() - began, 3),
                "figures": figures,
                "breakdowns": drawn,
            },
        )
    return made


def areas() -> list[Area]:
    """Everything above the single library that has a running library, the nation first."""
    running = Library.objects.filter(state=LibraryState.RUNNING)
    provinces = Province.objects.filter(pk__in=running.values("lead_host__province")).order_by("pk")
    hosts = Organisation.objects.filter(pk__in=running.values("lead_host")).order_by("pk")
    return [
        Area(Level.NATION),
        *(Area(Level.PROVINCE, province=province) for province in provinces),
        *(Area(level, organisation=host) for host in hosts for level in (Level.HOST, Level.PARTICIPANT)),
    ]


def _of_the_day(libraries: list[Library], as_of: date, rulebook: Rulebook) -> list[Computation]:
    rows = Computation.objects.filter(library__in=libraries, as_of=as_of, rulebook=rulebook).order_by("id")
    newest_of = {computation.library_id: computation for computation in rows.defer("breakdowns")}
    for library in libraries:
        if library.pk not in newest_of:
            newest_of[library.pk] = compute_library(library, as_of=as_of, rulebook=rulebook)
    return list(newest_of.values())


def _bring_users(connection: "DuckDBPyConnection", libraries: list[Library], keys: dict[Any, int], as_of: date) -> None:
    for library in libraries:
        if rollups.has_users(connection, library.pk, as_of):
            continue
        key = keys.get(library.uuid)
        if key is not None:
            rollups.refresh(connection, {key: library.uuid}, until_sequence=last_sequence())
        load_holdings(connection, library, as_of=as_of, actors=rollups.actors_of(connection, key, as_of))
        rollups.keep_users(connection, library.pk, as_of)


def _figures(
    connection: "DuckDBPyConnection",
    area: Area,
    indicators: list[Indicator],
    computations: list[Computation],
    keys: list[int],
    as_of: date,
) -> dict[str, Any]:
    people = _of_people(connection, indicators, keys, as_of)
    only_people = area.unit_code is not None
    added = {} if only_people else _added_up(indicators, computations)
    return {
        each.code: written_figure(
            each.formula,
            *(people.get(each.code) or added.get(each.code) or (None, None)),
            only_people=only_people,
        )
        for each in indicators
    }


def _of_people(
    connection: "DuckDBPyConnection", indicators: list[Indicator], keys: list[int], as_of: date
) -> dict[str, tuple[Numbers, ...]]:
    ask = asking(connection)
    found: dict[str, list[Numbers]] = {}
    personal = [each for each in indicators if each.formula in FORMULAS and is_personal(FORMULAS[each.formula])]
    for measured in dict.fromkeys(each.window for each in personal):
        for side in Side:
            look_at_area(connection, keys, window_of(measured, as_of), side)
            for each in personal:
                if each.window == measured:
                    formula = FORMULAS[each.formula]
                    parts = [part.number for part in (formula.counted, formula.per) if part]
                    found.setdefault(each.code, []).append(Numbers(*ask(parts)))
    return {code: tuple(numbers) for code, numbers in found.items()}


def _added_up(
    indicators: Iterable[Indicator], computations: list[Computation]
) -> dict[str, tuple[Numbers | None, ...]]:
    by_code: dict[str, list[IndicatorResult]] = {}
    for result in IndicatorResult.objects.filter(computation__in=computations).only("code", "inputs").order_by("id"):
        by_code.setdefault(result.code, []).append(result)
    return {
        each.code: tuple(added_up(FORMULAS[each.formula], by_code.get(each.code, []), side.value) for side in Side)
        for each in indicators
        if each.formula in FORMULAS and not is_personal(FORMULAS[each.formula])
    }
