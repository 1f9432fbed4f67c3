"""Acts cut into sessions, and what can be measured of each: plain SQL over `RELATIONS`.

A session is one person's acts in one library on one China day with no pause longer than the gap. Midnight cuts, so
that a day can be judged by itself, again and again, with the same outcome."""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHANGHAI_SECONDS: Final = 8 * 3600
LEAST_ACTS: Final = 5  # fewer show nothing
TOGETHER_SECONDS: Final = 1.0
OPENS: Final = "('viewed', 'read', 'downloaded', 'initialized', 'played')"
CLOSING: Final = "terminated"  # the record of a page's heartbeats is no act of its own


class Features(NamedTuple):
    """What was measured of one session; instants in seconds since 1970, times of day in China."""

    actor: int
    session: int
    began: float
    ended: float
    first_sequence: int
    last_sequence: int
    acts: int
    opens: int
    median_gap: float | None
    gaps: int
    mean_gap: float | None
    spread: float | None
    peak: int
    offered: int
    beaten: int
    beat_seconds: float
    night_acts: int
    night_seconds: float
    hours: int
    accounts_at_address: int
    accounts_on_device: int
    together: float


MEASURED: Final = Features._fields

_STEPS: Final = (
    f"""create or replace temp table paced as
    select *, instant - lag(instant) over person as gap, cast(floor((instant + {SHANGHAI_SECONDS}) / 3600) as bigint)
        as hour, count(*) over (partition by actor order by instant range between 60 preceding and current row) as peak
    from use_acts where action <> '{CLOSING}' window person as (partition by actor order by instant, sequence)""",  # noqa: S608
    """create or replace temp table cut as
    select *, sum(case when gap is null or gap > {gap} then 1 else 0 end)
        over (partition by actor order by instant, sequence) as session from paced""",
    f"""create or replace temp table opened as
    select actor, session, instant - lag(instant) over (partition by actor, session order by instant, sequence) as gap
    from cut where action in {OPENS}""",  # noqa: S608
    """create or replace temp table crowded as
    select 'address' as what, address as code, hour, count(distinct actor) as accounts from cut
        where address is not null group by all
    union all
    select 'device', device, hour, count(distinct actor) from cut where device is not null group by all""",
    """create or replace temp table numbered as
    select actor, session, thing, action, instant, cast(floor(instant) as bigint) as second from cut
    where thing is not null""",
    f"""create or replace temp table paired as
    select a.actor, a.session, b.actor as other, count(distinct a.instant) as acts
    from numbered a join (select *, unnest([second - 1, second, second + 1]) as near from numbered) b
        on b.near = a.second and b.thing = a.thing and b.action = a.action and b.actor <> a.actor
        and abs(b.instant - a.instant) <= {TOGETHER_SECONDS} group by all""",  # noqa: S608 our own constants
)

_MEASURE: Final = f"""
with whole as (
    select c.actor, c.session, min(c.instant) as began, max(c.instant) as ended, min(c.sequence) as first_sequence,
        max(c.sequence) as last_sequence, count(*) as acts, count(*) filter (c.action in {OPENS}) as opens,
        count(c.gap) filter (c.gap <= {{gap}}) as gaps, avg(c.gap) filter (c.gap <= {{gap}}) as mean_gap,
        stddev_pop(c.gap) filter (c.gap <= {{gap}}) as spread, max(c.peak) as peak,
        count(c.registration) as offered, count(v.registration) as beaten, coalesce(sum(v.seconds), 0) as beat_seconds,
        count(*) filter (c.hour % 24 between 1 and 4) as night_acts,
        coalesce(max(c.instant) filter (c.hour % 24 between 1 and 4)
            - min(c.instant) filter (c.hour % 24 between 1 and 4), 0) as night_seconds,
        coalesce(max(address.accounts), 1) as accounts_at_address,
        coalesce(max(device.accounts), 1) as accounts_on_device
    from cut c left join use_viewings v on v.registration = c.registration
        left join crowded address on address.what = 'address' and address.code = c.address and address.hour = c.hour
        left join crowded device on device.what = 'device' and device.code = c.device and device.hour = c.hour
    group by c.actor, c.session having count(*) >= {LEAST_ACTS}
)
select w.actor, w.session, w.began, w.ended, w.first_sequence, w.last_sequence, w.acts, w.opens,
    (select median(o.gap) from opened o where o.actor = w.actor and o.session = w.session) as median_gap, w.gaps,
    w.mean_gap, w.spread, w.peak, w.offered, w.beaten,
    w.beat_seconds, w.night_acts, w.night_seconds,
    (select count(distinct hour) from cut h where h.actor = w.actor) as hours, w.accounts_at_address,
    w.accounts_on_device,
    coalesce((select max(p.acts) from paired p where p.actor = w.actor and p.session = w.session), 0) / w.acts
        as together
from whole w order by w.actor, w.session
"""  # noqa: S608 our own constants


def measure(connection: "DuckDBPyConnection", *, gap_minutes: int) -> list[Features]:
    """Every session of at least LEAST_ACTS acts in the relations, by actor and time."""
    gap = str(gap_minutes * 60)
    for step in _STEPS:
        connection.execute(step.replace("{gap}", gap))
    return [Features(*row) for row in connection.execute(_MEASURE.replace("{gap}", gap)).fetchall()]


def quick_attempts(connection: "DuckDBPyConnection", limits: dict[str, float]) -> dict[int, list[float]]:
    """Actor → when he handed in an attempt that was both too quick and right."""
    found: dict[int, list[float]] = {}
    rows: list[tuple[Any, ...]] = connection.execute(
        "select actor, instant from use_attempts where questions >= ? and percent >= ? and seconds < ? * questions",
        [limits["questions"], limits["percent"], limits["seconds"]],
    ).fetchall()
    for actor, instant in rows:
        found.setdefault(actor, []).append(instant)
    return found
