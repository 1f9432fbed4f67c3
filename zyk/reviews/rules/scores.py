"""Scores of a panel: as given, trimmed, and corrected for strict and lenient experts, side by side.

Corrected: z·σ+μ, where z places a score among all of the same expert and μ, σ are those of the whole panel. An expert
with fewer than `shrink_below` reviews is drawn towards the panel by that share, for little says little of him."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, pstdev

TRIM_FROM = 5
SHRINK_BELOW = 8
SUPPRESS_BELOW = 3


@dataclass(frozen=True)
class Given:
    """One submitted total."""

    dossier: int
    expert: int
    total: float


@dataclass
class Line:
    """What the panel's experts say of one dossier. `raw_rank`, `normalised_rank` and `rank` begin at 1."""

    dossier: int
    totals: list[float]
    raw: float
    trimmed: float | None
    normalised: float
    spread: float | None
    raw_rank: int = 0
    normalised_rank: int = 0
    rank: int = 0
    is_spread: bool = False

    @property
    def shift(self) -> int:
        """Places gained by the correction; negative: lost."""
        return self.raw_rank - self.normalised_rank


@dataclass(frozen=True)
class Severity:
    """How an expert scores beside the others who scored the same dossiers; negative is strict."""

    expert: int
    number: int
    mean: float
    spread: float
    difference: float | None


def lines_of(
    given: Iterable[Given],
    *,
    method: str = "raw",
    trim_from: int | None = None,
    shrink_below: int | None = None,
    spread_alert: float | None = None,
) -> dict[int, Line]:
    """The lines by dossier. What the year's rules leave open is 5 for trimming and 8 for shrinking, and no alert."""
    given = list(given)
    corrected = _corrected(given, shrink_below or SHRINK_BELOW)
    by_dossier: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for each, other in zip(given, corrected, strict=True):
        by_dossier[each.dossier].append((each.total, other))
    lines = {}
    for dossier, pairs in by_dossier.items():
        totals = sorted(total for total, _ in pairs)
        trimmed = fmean(totals[1:-1]) if len(totals) >= max(trim_from or TRIM_FROM, 3) else None
        spread = pstdev(totals) if len(totals) > 1 else None
        line = Line(dossier, totals, fmean(totals), trimmed, fmean(other for _, other in pairs), spread)
        line.is_spread = spread_alert is not None and spread is not None and spread >= spread_alert
        lines[dossier] = line
    _rank(lines, "raw_rank", lambda line: line.raw)
    _rank(lines, "normalised_rank", lambda line: line.normalised)
    _rank(lines, "rank", lambda line: value_by(line, method))
    return lines


def value_by(line: Line, method: str) -> float:
    """The figure that counts under the method; the raw mean where too few scores are there to trim."""
    if method == "normalised":
        return line.normalised
    return line.trimmed if method == "trimmed" and line.trimmed is not None else line.raw


def severities_of(given: Iterable[Given]) -> list[Severity]:
    """The strictest first. Nothing is said of an expert beside whom fewer than three scores stand."""
    given = list(given)
    sums: dict[int, list[float]] = defaultdict(list)
    own: dict[int, list[Given]] = defaultdict(list)
    for each in given:
        sums[each.dossier].append(each.total)
        own[each.expert].append(each)
    found = []
    for expert, mine in own.items():
        beside = [
            each.total - (sum(sums[each.dossier]) - each.total) / (len(sums[each.dossier]) - 1)
            for each in mine
            if len(sums[each.dossier]) > 1
        ]
        totals = [each.total for each in mine]
        difference = fmean(beside) if len(beside) >= SUPPRESS_BELOW else None
        found.append(Severity(expert, len(mine), fmean(totals), pstdev(totals), difference))
    return sorted(found, key=lambda each: (each.difference is None, each.difference or 0.0, each.expert))


def _corrected(given: list[Given], shrink_below: int) -> list[float]:
    if not given:
        return []
    totals = [each.total for each in given]
    middle, spread = fmean(totals), pstdev(totals)
    by_expert: dict[int, list[float]] = defaultdict(list)
    for each in given:
        by_expert[each.expert].append(each.total)
    own = {}
    for expert, mine in by_expert.items():
        share = min(1.0, len(mine) / shrink_below)
        own[expert] = (share * fmean(mine) + (1 - share) * middle, share * pstdev(mine) + (1 - share) * spread)
    corrected = []
    for each in given:
        mean, deviation = own[each.expert]
        z = (each.total - mean) / deviation if deviation > 1e-9 else 0.0
        corrected.append(min(100.0, max(0.0, middle + z * spread)))
    return corrected


def _rank(lines: dict[int, Line], name: str, value) -> None:  # type: ignore[no-untyped-def]
    """Equal figures share a rank; the next one counts them all."""
    ordered = sorted(lines.values(), key=lambda line: (-round(value(line), 6), line.dossier))
    for place, line in enumerate(ordered, start=1):
        before = ordered[place - 2] if place > 1 else None
        same = before is not None and round(value(before), 6) == round(value(line), 6)
        setattr(line, name, getattr(before, name) if same else place)
