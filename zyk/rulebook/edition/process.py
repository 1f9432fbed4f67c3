"""Who applies when, by which steps, on what conditions."""

from datetime import date

from zyk.rulebook.edition.words import ByName, Citation, Part, Words
from zyk.rulebook.enums import ApplicationKind, Comparison, Step, WindowStep


class Window(Part):
    """Days on which something may be done, both ends included.

    `opens_on` is None where the notice names only the end."""

    code: str
    kind: ApplicationKind
    step: WindowStep
    title: Words
    opens_on: date | None
    closes_on: date
    source: Citation

    def contains(self, day: date) -> bool:
        return (self.opens_on is None or self.opens_on <= day) and day <= self.closes_on


class Route(Part):
    """Which steps an application of one kind takes between submission and review."""

    needs_recommendation: bool
    needs_formal_check: bool
    needs_paper: bool
    needs_notice: bool
    source: Citation


class Routes(ByName):
    candidate: Route
    upgrade: Route


class Recommendation(Part):
    """The provincial recommendation; `quota` is how many applications one province may recommend."""

    quota: int | None
    letter_copies: int
    source: Citation


class Exemption(Part):
    """Who was in the candidate pool `pool_years_back` years ago and was not approved since skips these steps."""

    enabled: bool
    pool_years_back: int
    skips: list[Step]
    source: Citation


class Condition(Part):
    """A condition of eligibility: the figure `measure` (a formula's name) compared with the threshold."""

    code: str
    title: Words
    measure: str
    comparison: Comparison
    threshold: float | None
    source: Citation
