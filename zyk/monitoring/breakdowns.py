"""What the library's page draws beside the indicators: by week, by kind of user, by province, by reason left out.

Computed with the indicators and kept with them, so that the page reads rows and never the records."""

from datetime import date
from typing import TYPE_CHECKING, Any

from zyk.monitoring.relations import Side, look
from zyk.monitoring.windows import window_of
from zyk.rulebook.enums import MeasuredWindow

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WEEKS = """
select cast(date_trunc('week', day) as date) as week, count(*) as acts,
    sum(case when excluded = '' then 1 else 0 end) as credible_acts, count(distinct actor) as actors,
    count(distinct case when excluded = '' then actor end) as credible_actors
from acts group by 1 order by 1
"""
_KINDS = """
select k.kind,
    (select count(*) from users u where u.kind = k.kind) as users,
    (select count(distinct u.person) from users u join acts a on a.actor = u.actor
        where u.kind = k.kind and a.excluded = '') as active,
    (select count(*) from acts a where a.user_kind = k.kind) as acts,
    (select count(*) from acts a where a.user_kind = k.kind and a.excluded = '') as credible_acts,
    (select count(distinct concat(cast(u.person as varchar), ':', cast(a.day as varchar)))
        from users u join acts a on a.actor = u.actor where u.kind = k.kind and a.excluded = '') as days
from (values ('student'), ('teacher'), ('employee'), ('public')) as k(kind)
"""
_PROVINCES = """
select u.province, count(distinct u.person) from users u join acts a on a.actor = u.actor
where u.province is not null and a.excluded = '' group by 1 order by 1
"""
_MEDIA = "select media_type, count(*) from resources group by 1 order by 2 desc, 1"


def breakdowns(connection: "DuckDBPyConnection", as_of: date) -> dict[str, Any]:
    """Acts and people of the last twelve months; resources and reasons as they stand."""
    look(connection, window_of(MeasuredWindow.LAST_12_MONTHS, as_of), Side.RAW)
    return {
        "totals": {"resources_total": _count(connection, "resources"), "users_total": _count(connection, "users")},
        "weeks": [[week.isoformat(), *numbers] for week, *numbers in connection.sql(_WEEKS).fetchall()],
        "kinds": [list(row) for row in connection.sql(_KINDS).fetchall()],
        "provinces": dict(connection.sql(_PROVINCES).fetchall()),
        "media": dict(connection.sql(_MEDIA).fetchall()),
    }


def _count(connection: "DuckDBPyConnection", relation: str) -> int:
    [(number,)] = connection.sql(f"select count(*) from {relation}").fetchall()  # noqa: S608 our own name
    return int(number)


def excluded_by_reason(connection: "DuckDBPyConnection") -> dict[str, int]:
    """How many acts are left out for each reason, of all that were read."""
    rows = connection.sql("select excluded, count(*) from facts where excluded <> '' group by 1 order by 1")
    return dict(rows.fetchall())
