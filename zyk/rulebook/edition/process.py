"""Who applies when, by which steps, on what conditions."""

from datetime import date, time

from zyk.rulebook.edition.words import ByName, Citation, Part, Words
from zyk.rulebook.enums import ApplicationKind, Comparison, Step, WindowStep


class Window(Part, frozen=True):
    """Days on which something may be done, both ends included.

    `opens_on` is None where the notice names only the end. `closes_time` None is the end of the last day;
    `grace_minutes` is how long after the due time an act is still taken, None where nothing is said of it."""

    code: str
    kind: ApplicationKind
    step: WindowStep
    title: Words
    opens_on: date | None
    closes_on: date
    source: Citation
    closes_time: time | None = None
    grace_minutes: int | None = None

    def contains(self, day: date) -> bool:
        return (self.opens_on is None or self.opens_on <= day) and day <= self.closes_on


class Route(Part, frozen=True):
    """Which steps an application of one kind takes between submission and review."""

    needs_recommendation: bool
    needs_formal_check: bool
    needs_paper: bool
    needs_notice: bool
    source: Citation


class Routes(ByName, frozen=True):
    candidate: Route
    upgrade: Route


class Recommendation(Part, frozen=True):
    """The provincial recommendation; `quota` is how many applications one province may recommend."""

    quota: int | None
    letter_copies: int
    source: Citation


class Exemption(Part, frozen=True):
    """Who was in the candidate pool `pool_years_back` years ago and was not approved since skips these steps."""

    enabled: bool
    pool_years_back: int
    skips: list[Step]
    source: Citation


class Condition(Part, frozen=True):
    """A condition of eligibility: the figure `measure` (a formula's name) compared with the threshold."""

    code: str
    title: Words
    measure: str
    comparison: Comparison
    threshold: float | None
    source: Citation


class Settled(Part, frozen=True):
    """A figure that was unknown and has been set since: where, on what basis, on which day."""

    place: str
    basis: str
    on: date
