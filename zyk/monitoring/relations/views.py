"""What the formulas see: the window, and the raw or the credible side."""

from enum import StrEnum
from typing import TYPE_CHECKING

from zyk.monitoring.windows import Window

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Side(StrEnum):
    RAW = "raw"
    CREDIBLE = "credible"


def look(connection: "DuckDBPyConnection", window: Window, side: Side) -> None:
    """Point `acts`, `answers`, `people` and `span` at this window and side."""
    begins, ends = window
    days = f"day <= date '{ends}'" + (f" and day >= date '{begins}'" if begins else "")
    kept = " and excluded = ''" if side == Side.CREDIBLE else ""
    users = " where not on_team" if side == Side.CREDIBLE else ""
    first = f"date '{begins}'" if begins else "cast(null as date)"
    for name, sql in (
        ("acts", f"select * from facts where {days}{kept}"),  # noqa: S608 dates and words of our own
        ("answers", f"select * from question_uses where {days}{kept}"),  # noqa: S608
        ("people", f"select * from users{users}"),  # noqa: S608
        ("span", f"select {first} as window_from, date '{ends}' as window_until"),
    ):
        connection.execute(f"create or replace temp view {name} as {sql}")
