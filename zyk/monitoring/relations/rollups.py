"""Daily sums of every library's acts, kept in one file of the analytics engine and brought up to date by need.

A library's day is summed up from its records anew whenever records of it arrived, vanished or may be marked
otherwise; the same records always give the same rows, so the file can be thrown away at any time. Distinct people
and days cannot be added up: each agent keeps a row a day (`actor_days`), the exact set of who was there."""

import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from zyk.library.models import Library
from zyk.monitoring import credibility
from zyk.monitoring.relations import facts
from zyk.monitoring.relations.load import engine, loading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AT_ONCE = 2_000_000  # acts brought over in one go; bounds the memory
WAIT_SECONDS = 60
VERSION = 1  # of the tables below: another number starts a new file
_one_writer = threading.Lock()

_TABLES = """
create table if not exists kept.built (library bigint, until_sequence bigint, facts bigint, actors hugeint,
    marks varchar);
create table if not exists kept.activities (key bigint, kind varchar, thing varchar);
create table if not exists kept.actor_days (library bigint, day date, actor bigint, organisation varchar,
    first_sequence bigint, acts bigint, resource_acts bigint, course_acts bigint,
    credible_acts bigint, credible_resource_acts bigint, credible_course_acts bigint);
create table if not exists kept.actor_months (library bigint, month date, actor bigint, first_day date,
    organisation varchar, days bigint, acts bigint, resource_acts bigint, course_acts bigint, credible_days bigint,
    credible_acts bigint, credible_resource_acts bigint, credible_course_acts bigint);
create table if not exists kept.act_days (library bigint, day date, action varchar, activity bigint,
    course_key bigint, user_kind varchar, acts bigint, credible_acts bigint);
create table if not exists kept.act_months (library bigint, month date, action varchar, activity bigint,
    course_key bigint, user_kind varchar, acts bigint, credible_acts bigint);
create table if not exists kept.users (library_id bigint, as_of date, person bigint, actor bigint, kind varchar,
    organisation varchar, province varchar, is_real_name boolean, registered_on date, on_team boolean);
create table if not exists kept.excluded_days (library bigint, day date, excluded varchar, acts bigint)
"""
_BY_DAY = ("actor_days", "act_days", "excluded_days")
_BY_MONTH = ("actor_months", "act_months")

# From the marked acts to the sums of a day, and from days to months.
ROLL = {
    "actor_days": """
        select f.library, f.day, f.actor, arg_min(f.organisation, f.sequence), min(f.sequence), count(*),
            count(case when f.kind = 'resource' then 1 end), count(f.course),
            count(case when f.excluded = '' then 1 end),
            count(case when f.excluded = '' and f.kind = 'resource' then 1 end),
            count(case when f.excluded = '' then f.course end)
        from facts f semi join due d on d.library = f.library and d.day = f.day group by f.library, f.day, f.actor
        order by f.library, f.day""",
    "act_days": """
        select f.library, f.day, f.action, f.activity, f.course_key, f.user_kind, count(*),
            count(case when f.excluded = '' then 1 end)
        from facts f semi join due d on d.library = f.library and d.day = f.day
        group by f.library, f.day, f.action, f.activity, f.course_key, f.user_kind order by f.library, f.day""",
    "excluded_days": """
        select f.library, f.day, f.excluded, count(*) from facts f
        semi join due d on d.library = f.library and d.day = f.day where f.excluded <> '' group by 1, 2, 3""",
    "actor_months": """
        select r.library, date_trunc('month', r.day), r.actor, min(r.day), arg_min(r.organisation, r.first_sequence),
            count(*), sum(r.acts), sum(r.resource_acts), sum(r.course_acts),
            count(case when r.credible_acts > 0 then 1 end), sum(r.credible_acts), sum(r.credible_resource_acts),
            sum(r.credible_course_acts)
        from kept.actor_days r semi join due_months d
            on d.library = r.library and d.month = cast(date_trunc('month', r.day) as date)
        group by 1, 2, 3 order by 1, 2""",
    "act_months": """
        select r.library, date_trunc('month', r.day), r.action, r.activity, r.course_key, r.user_kind, sum(r.acts),
            sum(r.credible_acts)
        from kept.act_days r semi join due_months d
            on d.library = r.library and d.month = cast(date_trunc('month', r.day) as date)
        group by 1, 2, 3, 4, 5, 6 order by 1, 2""",
}

# Which days of which libraries are to be summed up: all of a library that is new, marked otherwise, has lost a record
# or has records under other agents now (a person's were pseudonymised); else those on which records arrived, with the
# days beside them, whose marks the new records may change.
_WHOLE = """
create or replace temp table whole as
select k.library from asked k left join kept.built b on b.library = k.library
    left join (select s.library, count(*) as facts, sum(s.actor) as actors
        from statement_facts s join kept.built b on b.library = s.library
        where s.sequence <= b.until_sequence group by 1) c on c.library = k.library
where b.library is null or b.marks <> k.marks or b.facts <> coalesce(c.facts, 0) or b.actors <> coalesce(c.actors, 0)
"""
_DUE = f"""
create or replace temp table due_days as
with came as (
    select s.library, {facts.DAY} as day, s.sequence > coalesce(b.until_sequence, 0)
        or s.library in (select library from whole) as is_due
    from statement_facts s join asked k on k.library = s.library left join kept.built b on b.library = s.library
), by_day as (select library, day, count(*) as facts, bool_or(is_due) as is_due from came group by 1, 2),
beside as (
    select library, day, facts, is_due
        or coalesce(lag(is_due) over w and day - lag(day) over w = 1, false)
        or coalesce(lead(is_due) over w and lead(day) over w - day = 1, false) as is_due
    from by_day window w as (partition by library order by day)
)
select library, day, facts, cast(floor((sum(facts) over (order by library, day)) / {AT_ONCE}) as bigint) as batch
from beside where is_due
"""  # noqa: S608 our own constants


@contextmanager
def kept_rollups() -> Iterator["DuckDBPyConnection"]:
    """A connection with the rollups attached as `kept`; one at a time in a process, and processes wait in turn."""
    with _one_writer, engine() as connection:
        _attach(connection, _path())
        connection.execute(_TABLES)
        yield connection


def refresh(connection: "DuckDBPyConnection", libraries: dict[int, UUID] | None = None, *, until_sequence: int) -> int:
    """Bring the rollups of these libraries (all when None is given) up to the record; answers the acts summed up.

    `built` is written last: stopped at any moment, the same days are due again the next time."""
    keys = facts.library_keys() if libraries is None else libraries
    if not keys:
        return 0
    facts.stand(connection, until_sequence=until_sequence, key=next(iter(keys)) if len(keys) == 1 else None)
    _ask(connection, keys)
    connection.execute(_WHOLE)
    connection.execute(_DUE)
    connection.execute(_without(("built", *_BY_DAY, *_BY_MONTH), "library in (select library from whole)"))
    summed = sum(_sum_up(connection, batch) for (batch,) in _batches(connection))
    connection.execute(
        "create or replace temp table due_months as"
        " select distinct library, cast(date_trunc('month', day) as date) as month from due_days"
    )
    for table in _BY_MONTH:
        connection.execute(_without((table,), "(library, month) in (select library, month from due_months)"))
        connection.execute(f"insert into kept.{table} {ROLL[table]}")
    connection.execute(_without(("built",), "library in (select library from asked)"))
    connection.execute(
        "insert into kept.built select k.library, ?, coalesce(c.facts, 0), coalesce(c.actors, 0), k.marks"
        " from asked k left join (select library, count(*) as facts, sum(actor) as actors from statement_facts"
        " group by 1) c on c.library = k.library",
        [until_sequence],
    )
    return summed


def actors_of(connection: "DuckDBPyConnection", key: int | None, as_of: date) -> dict[int, tuple[date, str | None]]:
    """Agents with a record of the library by the day: the day of the first one and the unit code given with it."""
    rows = connection.execute(
        "select actor, min(day), arg_min(organisation, first_sequence) from kept.actor_days"
        " where library = ? and day <= ? group by actor",
        [key, as_of],
    ).fetchall()
    return {actor: (day, organisation) for actor, day, organisation in rows}


def keep_users(connection: "DuckDBPyConnection", library_id: int, as_of: date) -> None:
    """Keep the library's users of the day, who stand in the relation `users`: areas count them together."""
    connection.execute(_without(("users",), f"library_id = {library_id}"))
    connection.execute(f"insert into kept.users select {library_id}, date '{as_of}', * from users")  # noqa: S608 numbers


def has_users(connection: "DuckDBPyConnection", library_id: int, as_of: date) -> bool:
    """Whether the kept users are those of the day; a library nobody is registered in is looked up each time."""
    asked = connection.execute(
        "select 1 from kept.users where library_id = ? and as_of = ? limit 1", [library_id, as_of]
    )
    return asked.fetchone() is not None


def forget() -> None:
    """Throw the file away; it is made anew when it is needed."""
    with _one_writer:
        for path in _path().parent.glob("rollups-*"):
            path.unlink(missing_ok=True)


def _ask(connection: "DuckDBPyConnection", keys: dict[int, UUID]) -> None:
    ids = dict(Library.objects.values_list("uuid", "pk"))
    connection.execute("create or replace temp table asked (library bigint, marks varchar)")
    rows = [(key, credibility.fingerprint(ids[uuid])) for key, uuid in keys.items() if uuid in ids]
    if rows:
        connection.executemany("insert into asked values (?, ?)", rows)
    with loading(connection) as put:
        put("verbs", facts.verbs())
        put("team", facts.teams(keys))


def _batches(connection: "DuckDBPyConnection") -> list[tuple[int]]:
    return connection.execute("select distinct batch from due_days order by 1").fetchall()


def _sum_up(connection: "DuckDBPyConnection", batch: int) -> int:
    """The due days of one batch, read with the days beside them so that each act can be marked."""
    connection.execute(f"create or replace temp table due as select * from due_days where batch = {batch}")  # noqa: S608
    connection.execute(
        "create or replace temp table wanted as select distinct library, day + beside as day"
        " from due cross join (values (-1), (0), (1)) as b(beside)"
    )
    [(first, last)] = connection.execute("select min(library), max(library) from due").fetchall()
    [(begins, ends)] = connection.execute("select min(day), max(day) from wanted").fetchall()
    within = f"s.library between {first} and {last} and s.timestamp >= timestamp '{begins}' - interval 8 hour"
    days = f"s.timestamp < timestamp '{ends}' + interval 16 hour"
    condition = f"{within} and {days} and (s.library, {facts.DAY}) in (select library, day from wanted)"  # noqa: S608 ours
    _name(connection, condition)
    connection.execute("create or replace temp view activities as select * from kept.activities")
    connection.execute(facts.NAMED.format(condition=condition))
    credibility.mark(connection)
    for table in _BY_DAY:
        connection.execute(_without((table,), "(library, day) in (select library, day from due)"))
        connection.execute(f"insert into kept.{table} {ROLL[table]}")
    connection.execute("drop table loaded_facts")
    connection.execute("drop table facts")
    [(summed,)] = connection.execute("select coalesce(sum(facts), 0) from due").fetchall()
    return int(summed)


def _name(connection: "DuckDBPyConnection", condition: str) -> None:
    """Look up what the activities stand for that were not met before; names never change."""
    unknown = connection.execute(
        f"""select distinct key from (
            select s.activity as key from statement_facts s where {condition}
            union select s.course from statement_facts s where {condition}) as named
        where key is not null and key not in (select key from kept.activities)"""  # noqa: S608 our own condition
    ).fetchall()
    if not unknown:
        return
    named = {key: (kind, thing) for key, kind, thing in facts.activities([key for (key,) in unknown])}
    with loading(connection) as put:
        put("met", ((key, *named.get(key, (None, None))) for (key,) in unknown))
    connection.execute("insert into kept.activities select * from met")


def _without(tables: Collection[str], condition: str) -> str:
    return ";".join(f"delete from kept.{table} where {condition}" for table in tables)  # noqa: S608 our own words


def _path() -> Path:
    folder = Path(settings.DATA_DIR) / "monitoring"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"rollups-{VERSION}.duckdb"


def _attach(connection: "DuckDBPyConnection", path: Path) -> None:
    """Another process may be at it: wait for it, up to a minute."""
    import duckdb

    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute(f"attach '{path}' as kept")
            return
        except duckdb.IOException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
