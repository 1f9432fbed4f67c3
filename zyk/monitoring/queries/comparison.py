"""Up to five libraries side by side, from their newest kept figures."""

from dataclasses import dataclass
from typing import Any

from zyk.library.models import Library
from zyk.monitoring.models import Computation
from zyk.monitoring.queries.results import Measured, Report, report_of
from zyk.monitoring.queries.trends import Step, trend

MOST = 5


@dataclass(frozen=True)
class Compared:
    """`rows`: per indicator, one figure a library, None where it was not computed."""

    libraries: list[Library]
    reports: list[Report | None]

    @property
    def rows(self) -> list[tuple[Any, list[Measured | None]]]:
        """In the order of the first rulebook met; an indicator that any of them has."""
        indicators = {
            each.indicator.code: each.indicator for report in self.reports if report for each in report.measured
        }
        return [
            (indicator, [report.of(code) if report else None for report in self.reports])
            for code, indicator in indicators.items()
        ]

    def steps(self, span: str) -> tuple[list[str], dict[str, list[int | None]]]:
        """The days on which any had acts, and each library's credible acts on them."""
        found: list[dict[str, Step]] = [
            {step.begins.isoformat(): step for step in trend(report.computation, span)} if report else {}
            for report in self.reports
        ]
        days = sorted({day for steps in found for day in steps})
        return days, {
            library.name: [steps[day].credible_acts if day in steps else 0 for day in days]
            for library, steps in zip(self.libraries, found, strict=True)
        }


def compared(libraries: list[Library]) -> Compared:
    """`libraries` come `with_latest`. Two queries."""
    ids = [library.latest_id for library in libraries if library.latest_id]  # type: ignore[attr-defined]
    rows = Computation.objects.filter(pk__in=ids).select_related("rulebook", "library").prefetch_related("results")
    by_library = {computation.library_id: report_of(computation) for computation in rows}
    return Compared(libraries, [by_library.get(library.pk) for library in libraries])
