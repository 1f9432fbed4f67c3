"""验收快照: what stood at acceptance, against which each year's duties are measured."""

from datetime import date

from django.db import transaction

from zyk.common import audit
from zyk.library.models import Library
from zyk.monitoring.actions.computation import compute_library
from zyk.monitoring.models import Baseline, Computation


@transaction.atomic
def freeze_baseline(library: Library, *, actor: audit.ActsInTrail, on: date) -> Baseline:
    """Compute the library's totals of the day and freeze them; a library has one baseline, and the first stays."""
    library = Library.objects.select_for_update().get(pk=library.pk)
    known = Baseline.objects.filter(library=library).first()
    if known:
        return known
    computation = compute_library(library, as_of=on)
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
