"""Compute a library's indicators and keep them."""

import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zyk.library.models import Library
from zyk.monitoring.actions.sessions import judge_new
from zyk.monitoring.breakdowns import acts_read, breakdowns, excluded_by_reason, use_of_late
from zyk.monitoring.figures import Figure, asking, compute, rounded
from zyk.monitoring.models import Computation, IndicatorResult
from zyk.monitoring.relations import KeptSums, kept_rollups, load_holdings, rollups
from zyk.monitoring.relations.facts import last_sequence, library_key
from zyk.rulebook.edition.measures import Indicator
from zyk.rulebook.models import Rulebook
from zyk.rulebook.queries import newest


def compute_library(library: Library, *, as_of: date, rulebook: Rulebook | None = None) -> Computation:
    """All indicators of the rulebook (the newest when none is given) for the library as it stood on `as_of`.

    Reading and counting happen first, outside any transaction of ours; only the writing is atomic.
    Raises ValidationError when no rulebook is loaded."""
    return keep(measure(library, as_of=as_of, rulebook=rulebook))


@dataclass(frozen=True)
class Measurement:
    """A computation that is not kept yet."""

    computation: Computation
    indicators: list[Indicator]
    figures: dict[str, Figure]


def measure(library: Library, *, as_of: date, rulebook: Rulebook | None = None) -> Measurement:
    """Read and count, after judging the sessions that are new: to be done before a transaction begins, `keep` within
    it. Raises ValidationError when no rulebook is loaded."""
    rulebook = rulebook or newest()
    if rulebook is None:
        raise ValidationError(_("尚未载入规则集，无法计算指标。请先由教育部经办人载入。"))
    began = time.perf_counter()
    judge_new()
    indicators = list(rulebook.edition.indicators)
    until, key = last_sequence(), library_key(library)
    with kept_rollups() as connection:
        rollups.refresh(connection, {} if key is None else {key: library.uuid}, until_sequence=until)
        actors = rollups.actors_of(connection, key, as_of)
        load_holdings(connection, library, as_of=as_of, actors=actors)
        rollups.keep_users(connection, library.pk, as_of)
        figures = compute(asking(connection), KeptSums(connection, key), indicators, as_of)
        computation = Computation(
            library=library,
            rulebook=rulebook,
            as_of=as_of,
            last_sequence=until,
            statements_read=acts_read(connection, key, as_of),
            excluded=excluded_by_reason(connection, key, as_of),
            **use_of_late(connection, key, as_of),
            breakdowns=breakdowns(connection, key, as_of),
        )
    computation.seconds = round(time.perf_counter() - began, 3)
    return Measurement(computation, indicators, figures)


@transaction.atomic
def keep(made: Measurement) -> Computation:
    """Write a measurement down."""
    made.computation.save()
    IndicatorResult.objects.bulk_create(
        _result(made.computation, indicator, made.figures[indicator.code]) for indicator in made.indicators
    )
    return made.computation


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
