"""What the formulas see: the window, and the raw or the credible side."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from zyk.monitoring.windows import Window

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Side(StrEnum):
    RAW = "raw"
    CREDIBLE = "credible"


# The sums of single acts. The rollups keep the same sums by day and month; here they come from the acts themselves.
SEEN = """
select actor, count(distinct day) as days, count(*) as acts,
    sum(case when kind = 'resource' then 1 else 0 end) as resource_acts, count(course) as course_acts
from acts group by actor
"""
DONE = "select action, kind, thing, course, user_kind, count(*) as acts from acts group by 1, 2, 3, 4, 5"


def views(window: Window, side: Side) -> dict[str, str]:
    """Name → SQL of each relation that depends on window and side, over `facts` and the holdings; in order."""
    days = days_in(window)
    kept = " and excluded = ''" if side == Side.CREDIBLE else ""
    return {
        "acts": f"select * from facts where {days}{kept}",  # noqa: S608 dates and words of our own
        "seen": SEEN,
        "done": DONE,
        **other_views(window, side),
    }


def look(connection: "DuckDBPyConnection", window: Window, side: Side) -> None:
    """Point `acts`, `seen`, `done`, `answers`, `people` and `span` at this window and side, act by act."""
    for name, sql in views(window, side).items():
        connection.execute(f"create or replace temp view {name} as {sql}")


class KeptSums:
    """The same without the single acts, from the sums attached as `kept`: whole months, and days at the edges.

    Both sides of a window are summed up in one reading."""

    def __init__(self, connection: "DuckDBPyConnection", library_key: int | None) -> None:
        self.connection = connection
        self.library_key = library_key
        self.window: Window | None = None

    def __call__(self, window: Window, side: Side) -> None:
        if window != self.window:
            for name, sql in _summed(self.library_key, window).items():
                self.connection.execute(f"create or replace temp table summed_{name} as {sql}")
            self.window = window
        of = "credible_" if side == Side.CREDIBLE else ""
        for name, sql in (_SIDES | other_views(window, side)).items():
            self.connection.execute(f"create or replace temp view {name} as {sql.format(of=of)}")


def look_at_rollups(connection: "DuckDBPyConnection", library_key: int | None, window: Window, side: Side) -> None:
    KeptSums(connection, library_key)(window, side)


_SIDES = {
    "seen": "select actor, {of}days as days, {of}acts as acts, {of}resource_acts as resource_acts,"
    " {of}course_acts as course_acts from summed_seen where {of}acts > 0",
    "done": "select action, kind, thing, course, user_kind, {of}acts as acts from summed_done where {of}acts > 0",
}


def other_views(window: Window, side: Side) -> dict[str, str]:
    begins, ends = window
    kept = " and excluded = ''" if side == Side.CREDIBLE else ""
    users = " where not on_team" if side == Side.CREDIBLE else ""
    first = f"date '{begins}'" if begins else "cast(null as date)"
    return {
        "answers": f"select * from question_uses where {days_in(window)}{kept}",  # noqa: S608
        "people": f"select * from users{users}",  # noqa: S608
        "span": f"select {first} as window_from, date '{ends}' as window_until",
    }


def days_in(window: Window) -> str:
    begins, ends = window
    return f"day <= date '{ends}'" + (f" and day >= date '{begins}'" if begins else "")


def _summed(library_key: int | None, window: Window) -> dict[str, str]:
    months, days = whole_months(window)
    of = f"library = {'null' if library_key is None else int(library_key)}"
    sums = ", ".join(f"cast(sum({column}) as bigint) as {column}" for column in _SEEN_COLUMNS)
    columns = ", ".join(_SEEN_COLUMNS)
    a_day = ", ".join(_OF_A_DAY.get(column, column) for column in _SEEN_COLUMNS)
    return {
        "seen": f"""
            select actor, {sums} from (
                select actor, {columns} from kept.actor_months where {of} and {months}
                union all select actor, {a_day} from kept.actor_days where {of} and {days}
            ) as parts group by actor""",  # noqa: S608 our own words
        "done": f"""
            select p.action, a.kind, a.thing, c.thing as course, p.user_kind, p.acts, p.credible_acts
            from (
                select action, activity, course_key, user_kind, cast(sum(acts) as bigint) as acts,
                    cast(sum(credible_acts) as bigint) as credible_acts
                from (
                    select action, activity, course_key, user_kind, acts, credible_acts
                    from kept.act_months where {of} and {months}
                    union all select action, activity, course_key, user_kind, acts, credible_acts
                    from kept.act_days where {of} and {days}
                ) as parts group by 1, 2, 3, 4
            ) as p
            left join kept.activities a on a.key = p.activity left join kept.activities c on c.key = p.course_key""",  # noqa: S608
    }


_SEEN_COLUMNS = (
    "days",
    "acts",
    "resource_acts",
    "course_acts",
    "credible_days",
    "credible_acts",
    "credible_resource_acts",
    "credible_course_acts",
)
_OF_A_DAY = {"days": "1", "credible_days": "case when credible_acts > 0 then 1 else 0 end"}


def whole_months(window: Window) -> tuple[str, str]:
    """Conditions on `month` and on `day`: the months that lie wholly in the window, and the days of the others."""
    begins, ends = window
    after = ends + timedelta(days=1)
    last = after.replace(day=1)  # months before this one are whole
    if begins is None:
        return f"month < date '{last}'", f"day >= date '{last}' and day <= date '{ends}'"
    first = begins if begins.day == 1 else _next_month(begins)
    if first >= last:
        return "false", f"day >= date '{begins}' and day <= date '{ends}'"
    edges = f"(day >= date '{begins}' and day < date '{first}') or (day >= date '{last}' and day <= date '{ends}')"
    return f"month >= date '{first}' and month < date '{last}'", f"({edges})"


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
