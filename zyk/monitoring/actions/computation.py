"""Compute a library's indicators and keep them."""

import time
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zyk.library.models import Library
from zyk.monitoring.breakdowns import breakdowns, excluded_by_reason
from zyk.monitoring.figures import Figure, compute, rounded
from zyk.monitoring.models import Computation, IndicatorResult
from zyk.monitoring.relations import engine, load_library
from zyk.monitoring.relations.facts import last_sequence
from zyk.rulebook.edition.measures import Indicator
from zyk.rulebook.models import Rulebook
from zyk.rulebook.queries import newest


def compute_library(library: Library, *, as_of: date, rulebook: Rulebook | None = None) -> Computation:
    """All indicators of the rulebook (the newest when none is given) for the library as it stood on `as_of`.

    Reading and counting happen first, outside any transaction of ours; only the writing is atomic.
    Raises ValidationError when no rulebook is loaded."""
    rulebook = rulebook or newest()
    if rulebook is None:
        raise ValidationError(_("尚未载入规则集，无法计算指标。请先由教育部经办人载入。"))
    began = time.perf_counter()
    indicators = list(rulebook.edition.indicators)
    until = last_sequence()
    with engine() as connection:
        load_library(connection, library, as_of=as_of, until_sequence=until)
        figures = compute(connection, indicators, as_of)
        computation = Computation(
            library=library,
            rulebook=rulebook,
            as_of=as_of,
            last_sequence=until,
            statements_read=connection.sql("select count(*) from facts").fetchall()[0][0],
            excluded=excluded_by_reason(connection),
            breakdowns=breakdowns(connection, as_of),
        )
    computation.seconds = round(time.perf_counter() - began, 3)
    return _keep(computation, indicators, figures)


@transaction.atomic
def _keep(computation: Computation, indicators: list[Indicator], figures: dict[str, Figure]) -> Computation:
    computation.save()
    IndicatorResult.objects.bulk_create(
        _result(computation, indicator, figures[indicator.code]) for indicator in indicators
    )
    return computation


def _result(computation: Computation, indicator: Indicator, figure: Figure) -> IndicatorResult:
    named = {"formula": indicator.formula, "comparison": indicator.comparison, "unit": indicator.unit}
    return IndicatorResult(
        computation=computation,
        code=indicator.code,
        raw_value=rounded(figure.raw),
        credible_value=rounded(figure.credible),
        threshold=None if indicator.threshold is None else Decimal(str(indicator.threshold)),
        is_met=figure.is_met,
        window_from=figure.window_from,
        window_until=figure.window_until,
        inputs=named | figure.inputs,
        why=figure.why,
    )
