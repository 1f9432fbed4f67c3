"""What the library's page draws beside the indicators: by day, by kind of user, by province, by media type, by reason.

Computed with the indicators and kept with them, so that the page reads rows and never the records."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zyk.monitoring.relations import Side, look_at_rollups
from zyk.monitoring.relations.areas import look_at_area
from zyk.monitoring.windows import window_of
from zyk.rulebook.enums import MeasuredWindow

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOUR_WEEKS = 28  # days

_SPANS = """
select cast(date_trunc('{span}', day) as date) as span, sum(acts), sum(credible_acts), count(distinct actor),
    count(distinct case when credible_acts > 0 then actor end)
from kept.actor_days where library in ({keys}) and day between date '{begins}' and date '{ends}' group by 1 order by 1
"""
_KINDS = """
select k.kind,
    (select count(*) from users u where u.kind = k.kind),
    (select count(*) from users u join seen a on a.actor = u.actor where u.kind = k.kind),
    coalesce((select sum(a.acts) from raw_done a where a.user_kind = k.kind), 0),
    coalesce((select sum(a.acts) from done a where a.user_kind = k.kind), 0),
    coalesce((select sum(a.days) from users u join seen a on a.actor = u.actor where u.kind = k.kind), 0)
from (values ('student'), ('teacher'), ('employee'), ('public')) as k(kind)
"""
_AREA_KINDS = """
select k.kind,
    (select count(*) from users u where u.kind = k.kind),
    (select count(*) from users u join seen a on a.actor = u.actor where u.kind = k.kind),
    coalesce((select sum(a.days) from users u join seen a on a.actor = u.actor where u.kind = k.kind), 0)
from (values ('student'), ('teacher'), ('employee'), ('public')) as k(kind)
"""
_PROVINCES = """
select u.province, count(*) from users u join seen a on a.actor = u.actor where u.province is not null
group by 1 order by 1
"""
_MEDIA = "select media_type, count(*) from resources group by 1 order by 2 desc, 1"
_APPLICATIONS = "select application_type, count(*) from resources group by 1 order by 2 desc, 1"
_USES = """
select r.media_type, sum(case when a.action = 'viewed' then a.acts else 0 end),
    sum(case when a.action = 'downloaded' then a.acts else 0 end)
from resources r join done a on a.thing = r.thing where a.kind = 'resource' group by 1 order by 2 desc, 1
"""
_KINDS_OF_THING = "select coalesce(kind, ''), sum(acts) from done group by 1 order by 2 desc, 1"
_COURSES = """
select a.thing, sum(a.acts) from done a where a.kind = 'course' and a.action = 'viewed'
group by 1 order by 2 desc, 1 limit 3
"""
_COURSE_TYPES = "select coalesce(type, ''), count(*) from courses where is_offered group by 1 order by 2 desc, 1"


def breakdowns(connection: "DuckDBPyConnection", key: int | None, as_of: date) -> dict[str, Any]:
    """Acts and people of the last twelve months; resources and courses as they stand."""
    window = window_of(MeasuredWindow.LAST_12_MONTHS, as_of)
    keys = [] if key is None else [key]
    look_at_rollups(connection, key, window, Side.RAW)
    connection.execute("create or replace temp table raw_done as select * from done")
    look_at_rollups(connection, key, window, Side.CREDIBLE)
    return {
        "totals": {"resources_total": _count(connection, "resources"), "users_total": _count(connection, "users")},
        "days": _spans(connection, keys, "day", window),
        "weeks": _spans(connection, keys, "week", window),
        "months": _spans(connection, keys, "month", window),
        "kinds": _rows(connection, _KINDS),
        "provinces": dict(_rows(connection, _PROVINCES)),
        "media": dict(_rows(connection, _MEDIA)),
        "applications": dict(_rows(connection, _APPLICATIONS)),
        "course_types": dict(_rows(connection, _COURSE_TYPES)),
        "media_uses": _rows(connection, _USES),
        "modules": dict(_rows(connection, _KINDS_OF_THING)),
        "top_courses": _rows(connection, _COURSES),
    }


def excluded_by_reason(connection: "DuckDBPyConnection", key: int | None, as_of: date) -> dict[str, int]:
    """How many acts are left out for each reason, of all up to the day."""
    rows = connection.execute(
        "select excluded, cast(sum(acts) as bigint) from kept.excluded_days where library = ? and day <= ?"
        " group by 1 order by 1",
        [key, as_of],
    )
    return dict(rows.fetchall())


def acts_read(connection: "DuckDBPyConnection", key: int | None, as_of: date) -> int:
    rows = connection.execute(
        "select coalesce(sum(acts), 0) from kept.actor_days where library = ? and day <= ?", [key, as_of]
    )
    [(number,)] = rows.fetchall()
    return int(number)


def use_of_late(connection: "DuckDBPyConnection", key: int | None, as_of: date) -> dict[str, Any]:
    """What alarms are judged by: the day of the last credible act, and how many four weeks and the four before had."""
    recent, earlier = as_of - timedelta(days=FOUR_WEEKS), as_of - timedelta(days=2 * FOUR_WEEKS)
    rows = connection.execute(
        "select max(case when credible_acts > 0 then day end),"
        " coalesce(sum(case when day > ? then credible_acts end), 0),"
        " coalesce(sum(case when day > ? and day <= ? then credible_acts end), 0)"
        " from kept.actor_days where library = ? and day <= ?",
        [recent, earlier, recent, key, as_of],
    )
    [(last, now, before)] = rows.fetchall()
    return {"last_use_on": last, "recent_acts": int(now), "earlier_acts": int(before)}


def area_breakdowns(
    connection: "DuckDBPyConnection", keys: list[int], as_of: date, libraries: list[dict[str, Any]]
) -> dict[str, Any]:
    """The same for many libraries at once; people once each, what belongs to one library added up."""
    window = window_of(MeasuredWindow.LAST_12_MONTHS, as_of)
    look_at_area(connection, keys, window, Side.CREDIBLE)
    return {
        "months": _spans(connection, keys, "month", window),
        "weeks": _spans(connection, keys, "week", window),
        "kinds": _rows(connection, _AREA_KINDS),
        "provinces": dict(_rows(connection, _PROVINCES)),
        "media": _together(each.get("media", {}) for each in libraries),
        "applications": _together(each.get("applications", {}) for each in libraries),
        "course_types": _together(each.get("course_types", {}) for each in libraries),
    }


def _together(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total.most_common())


def _spans(connection: "DuckDBPyConnection", keys: list[int], span: str, window: tuple[Any, date]) -> list[list[Any]]:
    begins, ends = window
    named = ",".join(str(int(key)) for key in keys) or "null"
    rows = _rows(connection, _SPANS.format(span=span, keys=named, begins=begins, ends=ends))
    return [[day.isoformat(), *numbers] for day, *numbers in rows]


def _rows(connection: "DuckDBPyConnection", sql: str) -> list[list[Any]]:
    """Sums are wide integers in the engine; JSON takes plain ones."""
    return [[int(cell) if isinstance(cell, int) else cell for cell in row] for row in connection.sql(sql).fetchall()]


def _count(connection: "DuckDBPyConnection", relation: str) -> int:
    [(number,)] = connection.sql(f"select count(*) from {relation}").fetchall()  # noqa: S608 our own name
    return int(number)
