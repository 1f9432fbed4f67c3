"""Score sheets, reviews and acceptance."""

from typing import Literal

from zyk.rulebook.edition.forms import Attachment
from zyk.rulebook.edition.words import ByName, Citation, Part, Words


class Anchor(Part, frozen=True):
    """What so many points mean."""

    points: float
    words: Words


class Criterion(Part, frozen=True):
    """`weight` is a share (0 to 1), None while not known; an expert gives 0 to `maximum` points.

    Points below `justify_below` or above `justify_above` need a reason; below `veto_below` he cannot support."""

    code: str
    title: Words
    weight: float | None
    maximum: float
    guidance: Words
    source: Citation
    anchors: list[Anchor] = []
    justify_below: float | None = None
    justify_above: float | None = None
    veto_below: float | None = None


class ScoreSheet(Part, frozen=True):
    title: Words
    criteria: list[Criterion]
    source: Citation


class ScoreSheets(ByName, frozen=True):
    selection: ScoreSheet
    acceptance: ScoreSheet


class Review(Part, frozen=True):
    """How experts review. `trim_from`: from so many reviews on, the highest and the lowest are left out of the mean."""

    panel_size: int | None
    minimum_reviews: int | None
    trim_from: int | None
    load_per_expert: int | None
    rank_gap_alert: int | None
    source: Citation
    reviews_each: int | None = None
    method: Literal["raw", "trimmed", "normalised"] | None = None
    shrink_below: int | None = None
    spread_alert: float | None = None
    recuse_alliance: bool | None = None
    recuse_cooperation: bool | None = None
    cooperation_years: int | None = None
    recuse_same_province: bool | None = None


class Precondition(Part, frozen=True):
    code: str
    title: Words
    guidance: Words
    source: Citation


class Conclusion(Part, frozen=True):
    """`code` is passed, withheld or failed."""

    code: str
    title: Words
    source: Citation


class ReviewPeriod(Part, frozen=True):
    """A period after which a project's performance is reviewed; `year` is the budget year whose targets it compares
    with, None for the whole."""

    code: str
    title: Words
    year: int | None
    source: Citation


class PerformanceReview(Part, frozen=True):
    """绩效评价: when it takes place and what is scored."""

    periods: list[ReviewPeriod]
    criteria: list[Criterion]
    source: Citation


class Acceptance(Part, frozen=True):
    """`failed_standing` is where a library stands after 不通过 (approved or exited), None while no rule says."""

    preconditions: list[Precondition]
    conclusions: list[Conclusion]
    materials: list[Attachment]
    postponements_allowed: int | None
    source: Citation
    failed_standing: Literal["approved", "exited"] | None = None
