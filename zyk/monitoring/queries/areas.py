"""Kept figures of units, provinces and the nation, and what each library adds to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Organisation, Province
from zyk.monitoring.areas import ONLY_PEOPLE, Area, is_personal
from zyk.monitoring.enums import Level
from zyk.monitoring.figures import why_words
from zyk.monitoring.formulas import FORMULAS, Formula
from zyk.monitoring.models import AreaComputation, Computation, IndicatorResult
from zyk.monitoring.queries.results import written
from zyk.rulebook.edition import Words
from zyk.rulebook.edition.measures import Indicator
from zyk.rulebook.enums import Dimension, MeasuredWindow, Unit


@dataclass(frozen=True)
class AreaMeasured:
    """One indicator of an area as a page shows it."""

    indicator: Indicator
    figure: dict[str, Any]

    @property
    def formula(self) -> Formula | None:
        return FORMULAS.get(self.indicator.formula)

    @property
    def is_share(self) -> bool:
        return self.indicator.unit == Unit.SHARE

    @property
    def unit_words(self) -> str:
        return "" if self.is_share else str(Unit(self.indicator.unit).label)

    @property
    def window_words(self) -> str:
        return str(MeasuredWindow(self.indicator.window).label)

    @property
    def raw(self) -> str:
        return self._written("raw")

    @property
    def credible(self) -> str:
        return self._written("credible")

    @property
    def is_known(self) -> bool:
        return self.figure["credible"] is not None

    @property
    def is_personal(self) -> bool:
        return self.formula is not None and is_personal(self.formula)

    @property
    def why(self) -> Words | None:
        said = self.figure.get("why", "")
        return ONLY_PEOPLE if said == ONLY_PEOPLE.zh else why_words(said) if said else None

    def _written(self, side: str) -> str:
        value = self.figure.get(side)
        return written(None if value is None else Decimal(value), self.is_share)


def can_watch(actor: Actor, area: Area) -> bool:
    """The ministry and the operator watch all; a province itself and its units; a unit's people in charge itself."""
    if actor.is_ministry or actor.is_any(Role.OPERATOR):
        return True
    if area.level == Level.NATION:
        return False
    its_province = area.province.pk if area.province else area.organisation and area.organisation.province_id
    if actor.is_any(Role.PROVINCE_OFFICER) and actor.province_id:
        return bool(its_province == actor.province_id)
    return bool(
        area.organisation
        and actor.is_any(*HOST_ROLES, Role.UNIT_ADMINISTRATOR)
        and actor.organisation_id == area.organisation.pk
    )


def area_history(area: Area) -> QuerySet[AreaComputation]:
    """Newest day first."""
    rows = AreaComputation.objects.filter(**area.keys)
    return rows.select_related("rulebook", "province", "organisation").order_by("-as_of", "-id")


def area_of(computation: AreaComputation) -> Area:
    return Area(Level(computation.level), province=computation.province, organisation=computation.organisation)


def area_measured(computation: AreaComputation) -> list[tuple[Dimension, list[AreaMeasured]]]:
    indicators = computation.rulebook.edition.indicators
    found = [
        AreaMeasured(each, computation.figures[each.code]) for each in indicators if each.code in computation.figures
    ]
    return [(each, [m for m in found if m.indicator.dimension == each]) for each in Dimension]


def contributions(computation: AreaComputation, code: str) -> QuerySet[IndicatorResult]:
    """The single libraries' results of the same day and rulebook, each of which opens to its records."""
    libraries = area_of(computation).libraries().values("pk")
    same_day = Computation.objects.filter(library__in=libraries, as_of=computation.as_of, rulebook=computation.rulebook)
    newest = _newest_each(same_day.order_by("library", "-id").values_list("library", "pk"))
    rows = IndicatorResult.objects.filter(computation__in=newest, code=code)
    return rows.select_related("computation__library__lead_host").order_by("computation__library__name", "id")


def _newest_each(rows: Iterable[tuple[int, int]]) -> list[int]:
    found: dict[int, int] = {}
    for library, pk in rows:
        found.setdefault(library, pk)
    return list(found.values())


def province_grid(code: str) -> dict[str, Decimal]:
    """Province code → credible figure of its newest day; provinces where it is not known are left out."""
    newest = AreaComputation.objects.filter(level=Level.PROVINCE, province=OuterRef("province"))
    rows = AreaComputation.objects.filter(
        level=Level.PROVINCE, pk=Subquery(newest.order_by("-as_of", "-id").values("pk")[:1])
    )
    found = rows.values_list("province_id", f"figures__{code}__credible")
    return {province: Decimal(value) for province, value in found if value is not None}


def measured_provinces() -> QuerySet[Province]:
    return Province.objects.filter(pk__in=AreaComputation.objects.filter(level=Level.PROVINCE).values("province"))


def measured_units(province: Province | None = None) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(pk__in=AreaComputation.objects.filter(level=Level.HOST).values("organisation"))
    return rows.filter(province=province).order_by("name") if province else rows.order_by("name")
