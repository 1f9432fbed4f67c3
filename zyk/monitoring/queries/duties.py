"""年度更新义务: what an accepted library did in a year against its baseline."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from zyk.library.models import Library
from zyk.monitoring.figures import Ask, asking, rounded
from zyk.monitoring.formulas import FORMULAS
from zyk.monitoring.models import Baseline
from zyk.monitoring.relations import Side, kept_rollups, load_holdings, look_at_rollups, rollups
from zyk.monitoring.relations.facts import last_sequence, library_key
from zyk.rulebook.edition import Edition
from zyk.rulebook.queries import newest


def duty_measures(
    library: Library, year: int, on: date, *, edition: Edition | None = None
) -> dict[str, Decimal | None]:
    """Duty code → share achieved in `year` as it stood on `on`, of the totals frozen in the baseline.

    All None without a baseline, or before the year began; the newest rulebook's duties unless `edition` is given."""
    edition = edition or _newest_edition()
    if edition is None:
        return {}
    begins, ends = date(year, 1, 1), min(on, date(year, 12, 31))
    baseline = Baseline.objects.filter(library=library, frozen_on__lte=ends).first()
    if baseline is None or ends < begins:
        return {duty.code: None for duty in edition.yearly_duties}
    key = library_key(library)
    with kept_rollups() as connection:
        rollups.refresh(connection, {} if key is None else {key: library.uuid}, until_sequence=last_sequence())
        load_holdings(connection, library, as_of=ends, actors=rollups.actors_of(connection, key, ends))
        look_at_rollups(connection, key, (begins, ends), Side.CREDIBLE)
        return {duty.code: _share(asking(connection), duty.measure) for duty in edition.yearly_duties}


def _share(ask: Ask, measure: str) -> Decimal | None:
    formula = FORMULAS.get(measure)
    if formula is None or formula.counted is None or formula.per is None:
        return None
    counted, per = ask([formula.counted.number, formula.per.number])
    return rounded(Fraction(counted, per)) if per else None


def _newest_edition() -> Edition | None:
    rulebook = newest()
    return rulebook.edition if rulebook else None
