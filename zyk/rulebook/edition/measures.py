"""What is measured: indicators, yearly duties, technical parameters of files and of the platform."""

from zyk.rulebook.edition.words import Citation, Part, Words
from zyk.rulebook.enums import Comparison, Dimension, MeasuredWindow, MediaComparison, MediaLevel, StandardKind, Unit


class Indicator(Part, frozen=True):
    """`formula` is a name `monitoring` computes; `threshold` and `weight` None mean: not set, not judged.

    Shares are written 0 to 1. `veto`: below the threshold nothing else counts."""

    code: str
    title: Words
    dimension: Dimension
    formula: str
    unit: Unit
    comparison: Comparison
    threshold: float | None
    weight: float | None
    window: MeasuredWindow
    veto: bool
    source: Citation
    note: Words | None = None


class YearlyDuty(Part, frozen=True):
    """What an accepted library must do each year, as a share (0 to 1) of its baseline."""

    code: str
    title: Words
    measure: str
    threshold: float | None
    source: Citation


class MediaParameter(Part, frozen=True):
    """A technical parameter of one kind of file: `measure` is the property looked at, compared with `threshold`
    (a number) or `allowed` (words)."""

    code: str
    kind: str
    title: Words
    measure: str
    comparison: MediaComparison
    level: MediaLevel
    source: Citation
    threshold: float | None = None
    allowed: list[str] = []
    note: Words | None = None


class PlatformRequirement(Part, frozen=True):
    """A line of the requirements on the running platform: something it must have, or (`is_measured`) a figure,
    None while it is not known."""

    code: str
    title: Words
    is_measured: bool
    threshold: float | None
    source: Citation


class BaseStandard(Part, frozen=True):
    code: StandardKind
    title: Words
    source: Citation


class UseSignal(Part, frozen=True):
    """One sign that a session of use is not a person's. `points` add up to the session's score; `said` is what the
    page says of a session that shows it, with its figures and the limits by name: `%(acts)s`."""

    code: str
    title: Words
    said: Words
    points: int
    limits: dict[str, float]


class CredibleUse(Part, frozen=True):
    """When use counts as credible: how acts are cut into sessions, and from how many points one is in doubt."""

    gap_minutes: int
    watched_points: int
    doubtful_points: int
    signals: list[UseSignal]
    source: Citation
