"""A generated national year: the engine, its rollups, its evidence and Spark all say what plain counting says."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.monitoring.nation import a_national_year
from tests.monitoring.plain import plain_figures
from tests.rulebook.builders import rulebook_2019
from zyk.library.models import Library
from zyk.monitoring.actions import compute_library, measure
from zyk.monitoring.figures import asking, compute
from zyk.monitoring.relations import engine, kept_rollups, load_library, look, rollups
from zyk.monitoring.relations.facts import last_sequence, library_keys
from zyk.records.models import Statement

pytestmark = pytest.mark.django_db
YEAR_END, MIDYEAR = date(2025, 12, 31), date(2025, 7, 15)


def _figures(library: Library, as_of: date, side: str) -> dict[str, Fraction | None]:
    figures = measure(library, as_of=as_of).figures
    return {code: getattr(figure, side) for code, figure in figures.items()}


def test_the_figures_of_a_national_year_are_those_of_plain_counting() -> None:
    rulebook_2019()
    for library in a_national_year():
        for day in (YEAR_END, MIDYEAR):
            for side in ("raw", "credible"):
                plain = plain_figures(library, day, credible=side == "credible")
                engine_says = _figures(library, day, side)
                assert {code: engine_says[code] for code in plain} == plain


def test_sums_kept_by_day_give_what_the_single_acts_give() -> None:
    indicators = list(rulebook_2019().edition.indicators)
    library = a_national_year(libraries=2, acts=600)[0]
    with engine() as connection:
        load_library(connection, library, as_of=MIDYEAR, until_sequence=last_sequence())
        act_by_act = compute(
            asking(connection), lambda window, side: look(connection, window, side), indicators, MIDYEAR
        )

    assert measure(library, as_of=MIDYEAR).figures == act_by_act


def test_rollups_are_renewed_only_for_what_changed_and_come_out_the_same_as_anew() -> None:
    rulebook_2019()
    library = a_national_year(libraries=2, acts=400)[0]
    first = _figures(library, YEAR_END, "raw")["activity_total"]
    assert first is not None
    gone = Statement.objects.filter(timestamp__date=date(2025, 5, 1)).first() or Statement.objects.earliest("sequence")
    Statement.objects.filter(pk=gone.pk).update(voided=True)
    with kept_rollups() as connection:
        summed = rollups.refresh(connection, until_sequence=last_sequence())
        assert rollups.refresh(connection, until_sequence=last_sequence()) == 0
        changed = _tables(connection)
    rollups.forget()
    with kept_rollups() as connection:
        rollups.refresh(connection, library_keys(), until_sequence=last_sequence())
        assert _tables(connection) == changed
    assert summed > 0


def _tables(connection: object) -> dict[str, list[tuple]]:
    return {
        table: connection.execute(f"select * from kept.{table} order by all").fetchall()  # type: ignore[attr-defined]
        for table in ("actor_days", "actor_months", "act_days", "act_months", "excluded_days")
    }


def test_spark_with_several_worker_processes_gives_equal_figures(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    pytest.importorskip("sqlglot", reason="the extra spark is not installed")
    from zyk.monitoring.spark import compute_on_spark, session

    indicators = list(rulebook_2019().edition.indicators)
    library = a_national_year(libraries=2, acts=400)[0]
    here = compute_library(library, as_of=MIDYEAR)
    with session(2) as spark:
        there, _seconds = compute_on_spark(spark, library, indicators, as_of=MIDYEAR)

    assert there == measure(library, as_of=MIDYEAR).figures
    assert here.results.count() == len(there)
