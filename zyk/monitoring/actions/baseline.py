"""验收快照: what stood at acceptance, against which each year's duties are measured."""

from datetime import date

from django.db import transaction

from zyk.common import audit
from zyk.library.models import Library
from zyk.monitoring.actions.computation import Measurement, keep, measure
from zyk.monitoring.models import Baseline, Computation


def freeze_baseline(
    library: Library, *, actor: audit.ActsInTrail, on: date, measured: Measurement | None = None
) -> Baseline:
    """Freeze the library's totals of the day; a library has one baseline, and the first stays.

    `measured`: what `measure` found for the day, when the caller is in a transaction; else it is measured here,
    before one begins."""
    known = Baseline.objects.filter(library=library).first()
    if known:
        return known
    return _freeze(library, actor=actor, on=on, measured=measured or measure(library, as_of=on))


@transaction.atomic
def _freeze(library: Library, *, actor: audit.ActsInTrail, on: date, measured: Measurement) -> Baseline:
    library = Library.objects.select_for_update().get(pk=library.pk)
    known = Baseline.objects.filter(library=library).first()
    if known:
        return known
    computation = keep(measured)
    totals = computation.breakdowns["totals"]
    baseline = Baseline.objects.create(
        library=library,
        computation=computation,
        frozen_on=on,
        resources_total=totals["resources_total"],
        users_total=totals["users_total"],
        totals=_credible_values(computation),
    )
    audit.record(actor=actor, verb="freeze", about=baseline, facts=totals)
    return baseline


def _credible_values(computation: Computation) -> dict[str, float]:
    """Credible values by indicator code, for those that could be measured."""
    return {
        result.code: float(result.credible_value)
        for result in computation.results.all()
        if result.credible_value is not None
    }
