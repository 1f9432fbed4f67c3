"""Figures of a library that a form shows by itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from zyk.assessment.models import Question
from zyk.library.enums import CourseKind, CourseState, CourseType
from zyk.library.models import Library, Module
from zyk.library.queries import library_totals
from zyk.library.queries.library import text_and_image_share
from zyk.monitoring.models import IndicatorResult
from zyk.rulebook.edition import Edition


@dataclass(frozen=True)
class Figure:
    """A value and the day it holds for; `is_share` values run from 0 to 1."""

    value: Decimal | None
    as_of: date | None
    is_share: bool = False

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
        measure: Figure(Decimal(str(value)), timezone.localdate(), measure in shares)
        for measure, value in _rows_of(library).items()
        if value is not None
    }
    latest = library.computations.order_by("-id").first()
    if latest:
        formulas = {indicator.code: indicator.formula for indicator in edition.indicators}
        for code, value in IndicatorResult.objects.filter(computation=latest).values_list("code", "credible_value"):
            formula = formulas.get(code, code)
            if value is not None:
                figures[formula] = Figure(value, latest.as_of, formula in shares)
    return figures


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
