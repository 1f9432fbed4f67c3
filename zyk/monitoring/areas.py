"""Which libraries a unit, a province or the nation is measured by, and how their figures become one."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from zyk.accounts.models import Organisation, Province
from zyk.library.enums import LibraryState
from zyk.library.models import Library
from zyk.monitoring.enums import Level
from zyk.monitoring.figures import NOTHING_TO_DIVIDE_BY, Numbers, rounded
from zyk.monitoring.formulas import FORMULAS, Formula, Row
from zyk.monitoring.models import IndicatorResult
from zyk.rulebook.edition import Words

PERSONAL = (Row.PERSON, Row.PERSON_DAY, Row.ORGANISATION, Row.PROVINCE)
ONLY_PEOPLE = Words(
    zh="这一层级只统计本单位人员的使用，不计资源与课程",
    en="At this level only the use by people of the unit is counted, not resources and courses",
)


@dataclass(frozen=True)
class Area:
    level: Level
    province: Province | None = None
    organisation: Organisation | None = None

    @property
    def keys(self) -> dict[str, Any]:
        return {"level": self.level, "province": self.province, "organisation": self.organisation}

    @property
    def unit_code(self) -> str | None:
        """Where only the people of one unit count."""
        return self.organisation.code if self.organisation and self.level == Level.PARTICIPANT else None

    def libraries(self) -> QuerySet[Library]:
        """Running libraries: of a host those it leads; of a participant all, since its people may use any."""
        running = Library.objects.filter(state=LibraryState.RUNNING).order_by("id")
        if self.level == Level.HOST:
            return running.filter(lead_host=self.organisation)
        if self.level == Level.PROVINCE:
            return running.filter(lead_host__province=self.province)
        return running


def is_personal(formula: Formula) -> bool:
    """Whether it counts people, who cannot be added up over libraries: one person may use several."""
    parts = [part for part in (formula.counted, formula.per) if part]
    return bool(parts) and all(part.row in PERSONAL and not part.is_number for part in parts)


def added_up(formula: Formula, results: Iterable[IndicatorResult], side: str) -> Numbers | None:
    """What belongs to exactly one library adds up: numerators and denominators each by themselves."""
    counted, per, known = 0, 0, False
    for result in results:
        stated = result.inputs.get(side)
        if stated:
            known = True
            counted += stated["counted"]
            per += stated.get("per", 0)
    if not known:
        return None
    return Numbers(counted, per if formula.per else None)


def written_figure(name: str, raw: Numbers | None, credible: Numbers | None, *, only_people: bool) -> dict[str, Any]:
    """A figure as `AreaComputation.figures` keeps it."""
    if raw is None or credible is None:
        formula = FORMULAS.get(name)
        missing = formula.missing.zh if formula and formula.missing else ""
        return {"raw": None, "credible": None, "inputs": {}, "why": missing or (ONLY_PEOPLE.zh if only_people else "")}
    return {
        "raw": _text(raw.value),
        "credible": _text(credible.value),
        "inputs": {"raw": raw.written(), "credible": credible.written()},
        "why": "" if credible.value is not None else NOTHING_TO_DIVIDE_BY.zh,
    }


def _text(value: Fraction | None) -> str | None:
    found = rounded(value)
    return None if found is None else f"{found:.4f}"
