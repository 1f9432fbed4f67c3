"""Many libraries as one: people and days counted once, however many of the libraries they are found in."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from zyk.monitoring.relations.views import Side, days_in, other_views
from zyk.monitoring.windows import Window

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def join_users(connection: "DuckDBPyConnection", library_ids: Collection[int], unit_code: str | None = None) -> None:
    """`users`: each person once over these libraries, of one unit if asked. A builder of one library who uses another
    is a user, so `on_team` holds only for those who build wherever they are found."""
    listed = ",".join(str(int(each)) for each in library_ids) or "null"
    connection.execute(
        "create or replace table users as select person, max(actor) as actor, min(kind) as kind,"  # noqa: S608 numbers
        " min(organisation) as organisation, min(province) as province, bool_or(is_real_name) as is_real_name,"
        " min(registered_on) as registered_on, bool_and(on_team) as on_team"
        f" from kept.users where library_id in ({listed}) group by person"
    )
    if unit_code is not None:
        connection.execute("delete from users where organisation is distinct from ?", [unit_code])


def look_at_area(connection: "DuckDBPyConnection", keys: Collection[int], window: Window, side: Side) -> None:
    """`seen` over these libraries: a day counts once for a person who was in three of them. There is no `done`: what
    does not concern people adds up from the figures of the single libraries."""
    named = ",".join(str(int(key)) for key in keys) or "null"
    of = "credible_" if side == Side.CREDIBLE else ""
    connection.execute(
        f"""create or replace temp table summed_seen as
        select actor, count(*) as days, sum(acts) as acts, sum(resource_acts) as resource_acts,
            sum(course_acts) as course_acts
        from (
            select actor, day, sum({of}acts) as acts, sum({of}resource_acts) as resource_acts,
                sum({of}course_acts) as course_acts
            from kept.actor_days where library in ({named}) and {days_in(window)} group by actor, day
        ) as by_day where acts > 0 group by actor"""  # noqa: S608 our own numbers and words
    )
    connection.execute("create or replace temp view seen as select * from summed_seen")
    for name in ("people", "span"):
        connection.execute(f"create or replace temp view {name} as {other_views(window, side)[name]}")
