"""What stands behind a figure: the very rows that were counted, and the statements they rest on.

Persons are shown by a pseudonym that is the same throughout one library and means nothing elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zyk.monitoring.formulas import Counted, Row
from zyk.monitoring.models import IndicatorResult
from zyk.monitoring.queries.results import measured_of
from zyk.monitoring.queries.rows import described
from zyk.monitoring.relations import Side, look
from zyk.monitoring.relations.kept import behind
from zyk.rulebook.edition import Words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COUNTED, PER, RECORDS = "counted", "per", "records"
STATEMENTS = Words(zh="所依据的行为记录", en="records they rest on")


@dataclass(frozen=True)
class Records:
    """A page of the rows behind a figure. `after` continues it; None at the end."""

    words: Words
    row: Row
    total: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    after: str | None = None


def listings_of(result: IndicatorResult) -> dict[str, Counted]:
    """What can be opened behind the figure: name → list."""
    measured = measured_of(result)
    formula = measured.formula if measured else None
    if formula is None or formula.counted is None:
        return {}
    found = {COUNTED: formula.counted}
    if formula.per and not formula.per.is_number:
        found[PER] = formula.per
    if formula.records:
        found[RECORDS] = Counted(STATEMENTS, formula.records, Row.ACT)
    return found


def result_records(
    result: IndicatorResult,
    *,
    side: Side = Side.CREDIBLE,
    listing: str = COUNTED,
    after: str | None = None,
    limit: int = 50,
) -> Records:
    """Rows behind the figure, by keyset. KeyError when the figure has no such list."""
    counted = listings_of(result)[listing]
    with behind(result.computation) as connection:
        look(connection, _window(result), side)
        total = connection.sql(f"select count(*) from ({counted.sql}) as listed").fetchall()[0][0]  # noqa: S608 ours
        keys = _keys(connection, counted, after, limit + 1)
        rows = described(connection, result.computation.library, counted.row, keys[:limit])
    more = str(keys[limit - 1]) if len(keys) > limit else None
    return Records(counted.words, counted.row, total, rows, more)


def all_records(result: IndicatorResult, *, side: Side, listing: str, most: int) -> Iterator[dict[str, Any]]:
    """Rows behind the figure for an export, up to `most`; the relations are opened once."""
    counted = listings_of(result)[listing]
    with behind(result.computation) as connection:
        look(connection, _window(result), side)
        keys = _keys(connection, counted, None, most)
        for start in range(0, len(keys), 1000):
            yield from described(connection, result.computation.library, counted.row, keys[start : start + 1000])


def _window(result: IndicatorResult) -> tuple[Any, Any]:
    return result.window_from, result.window_until or result.computation.as_of


def _keys(connection: "DuckDBPyConnection", counted: Counted, after: str | None, limit: int) -> list[Any]:
    """Statements newest first, everything else by its key."""
    newest_first = counted.row == Row.ACT
    order, beyond = ("desc", "<") if newest_first else ("", ">")
    where, values = "", []
    if after is not None:
        where = f"where key {beyond} ?"
        values = [int(after) if counted.row in (Row.ACT, Row.PERSON, Row.ANSWER) else after]
    sql = f"select key from ({counted.sql}) as listed {where} order by key {order} limit {int(limit)}"  # noqa: S608
    return [key for (key,) in connection.execute(sql, values).fetchall()]
