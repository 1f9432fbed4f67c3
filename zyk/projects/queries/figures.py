"""Figures of a library that a form shows by itself."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.utils import timezone

from zyk.assessment.models import Question
from zyk.library.enums import CourseKind, CourseState, CourseType
from zyk.library.models import Library, Module
from zyk.library.queries import library_totals
from zyk.library.queries.library import text_and_image_share
from zyk.monitoring.formulas import FORMULAS
from zyk.monitoring.models import IndicatorResult
from zyk.rulebook.edition import Edition


@dataclass(frozen=True)
class Figure:
    """A value and the day it holds for; `is_share` values run from 0 to 1.

    `formula_version` says by which formula of which edition; `result` is the figure of monitoring behind it, whose
    page shows the records counted, None for what was counted from the library's own rows."""

    value: Decimal | None
    as_of: date | None
    is_share: bool = False
    formula_version: str = ""
    result: IndicatorResult | None = None

    @property
    def written(self) -> str:
        if self.value is None:
            return ""
        if self.is_share:
            return f"{self.value * 100:.1f}%"
        return f"{self.value.normalize():f}"


UNKNOWN = Figure(None, None)


def figures_of(library: Library, edition: Edition) -> dict[str, Figure]:
    """By measure (the formula's name): what monitoring computed last, else what the library's rows say today.
    A measure nobody has counted is not in the answer."""
    shares = {indicator.formula for indicator in edition.indicators if indicator.unit == "share"}
    figures = {
        measure: Figure(Decimal(str(value)), timezone.localdate(), measure in shares, f"{edition.code}/{measure}@rows")
        for measure, value in _rows_of(library).items()
        if value is not None
    }
    latest = library.computations.order_by("-id").first()
    if latest:
        formulas = {indicator.code: indicator.formula for indicator in edition.indicators}
        for result in IndicatorResult.objects.filter(computation=latest, credible_value__isnull=False):
            formula = formulas.get(result.code, result.code)
            version = f"{edition.code}/{formula_version(formula)}"
            figures[formula] = Figure(result.credible_value, latest.as_of, formula in shares, version, result)
    return figures


@cache
def formula_version(formula: str) -> str:
    """A formula's name and the beginning of the SHA-256 of its very words, which change when it is changed."""
    known = FORMULAS.get(formula)
    written = "\n".join(counted.sql for counted in (known.counted, known.per) if counted) if known else ""
    return f"{formula}@{hashlib.sha256(written.encode()).hexdigest()[:8]}"


def _rows_of(library: Library) -> dict[str, float | int | None]:
    published = library.courses.filter(kind=CourseKind.STANDARD, state=CourseState.PUBLISHED)
    return {
        "resources_total": library_totals(library).resources,
        "text_image_share": text_and_image_share(library),
        "courses_total": published.count(),
        "core_courses": published.filter(type=CourseType.CORE).count(),
        "modules_total": Module.objects.filter(course__in=published).count(),
        "questions_total": Question.objects.filter(bank__library=library, is_retired=False).count(),
    }
