"""Which acts do not count as use, and why. The same for every library, explained on the page.

Raw figures count every act; credible figures leave out an act for the first of these reasons that holds:

* `own_team`: the person builds this library. Looking at one's own work is not use of it.
* `too_fast`: the act stands in a stretch of `BURST_SECONDS` in which the same person did more than
  `BURST_ACTS` things. Nobody reads a resource every three seconds; scripts do.
* `doubtful`: the act stands in a session whose signs add up to doubt (see `sessions`, and the rulebook's
  `credible_use`).

A session about which an appeal was upheld counts whole, unless it is the team's own.

Members of the library's team are also left out where a credible share is taken of all users: they are neither
counted as active nor held to be idle."""

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from zyk.library.models import TeamMember
from zyk.monitoring.enums import Verdict
from zyk.monitoring.models import Session
from zyk.records.iris import kind_and_uuid
from zyk.records.queries import activity_iris
from zyk.rulebook.edition import Words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BURST_ACTS: Final = 20
BURST_SECONDS: Final = 60
FEW: Final = 200  # libraries that fit into one question

OWN_TEAM: Final = "own_team"
TOO_FAST: Final = "too_fast"
DOUBTFUL: Final = "doubtful"

REASONS: Final[dict[str, Words]] = {
    OWN_TEAM: Words(
        zh="本库建设团队成员的行为：看自己建设的内容不算使用",
        en="Acts of the library's own team: looking at one's own work is not use",
    ),
    TOO_FAST: Words(
        zh=f"同一人在 {BURST_SECONDS} 秒内超过 {BURST_ACTS} 次的行为：快于人的操作",
        en=f"More than {BURST_ACTS} acts of one person within {BURST_SECONDS} seconds: faster than people act",
    ),
    DOUBTFUL: Words(
        zh="存疑会话中的行为：多种迹象相加达到规则集的分值，可申诉",
        en="Acts of a doubtful session: its signs add up to the rulebook's points; open to appeal",
    ),
}

# An act is in a burst when some stretch of BURST_SECONDS that holds it holds more than BURST_ACTS of the person's.
_MARK_FACTS: Final = f"""
create or replace table facts as
with running as (
    select *, count(*) over (partition by library, actor order by instant
        range between {BURST_SECONDS} preceding and current row) as until_now
    from loaded_facts
), peaks as (
    select *, max(until_now) over (partition by library, actor order by instant
        range between current row and {BURST_SECONDS} following) as peak
    from running
)
select p.* exclude (until_now, peak),
    case
        when t.actor is not null then '{OWN_TEAM}'
        when j.verdict = '{Verdict.UPHELD}' then ''
        when peak > {BURST_ACTS} then '{TOO_FAST}'
        when j.verdict = '{Verdict.DOUBTFUL}' then '{DOUBTFUL}'
        else ''
    end as excluded
from peaks p left join team t on t.library = p.library and t.actor = p.actor
    left join judged j on j.library = p.library and j.actor = p.actor and p.instant between j.began and j.ended
"""  # noqa: S608 our own constants

MARK_ANSWERS: Final = f"""
create or replace table question_uses as
select key, question, person, day,
    case when person in (select person from users where on_team) then '{OWN_TEAM}' else '' end as excluded
from loaded_question_uses
"""  # noqa: S608


def mark(connection: "DuckDBPyConnection") -> None:
    """From `loaded_facts` of any libraries, and their `team`s, make `facts`: the same rows with `excluded`.

    Each day is marked with the day before and after it at hand, so a rule may look one day around an act."""
    _load_judged(connection)
    connection.execute(_MARK_FACTS)


def _load_judged(connection: "DuckDBPyConnection") -> None:
    """The sessions that matter to the acts at hand, half a microsecond wider than their first and last act."""
    connection.execute(
        "create or replace temp table judged"
        " (library bigint, actor bigint, began double, ended double, verdict varchar)"
    )
    [(first, last)] = connection.execute("select min(day), max(day) from loaded_facts").fetchall()
    keys = [key for (key,) in connection.execute("select distinct library from loaded_facts").fetchall()]
    names = {found[1]: key for key, iri in activity_iris(keys).items() if (found := kind_and_uuid(iri))}
    if first is None or not names:
        return
    rows = Session.objects.filter(verdict__in=(Verdict.DOUBTFUL, Verdict.UPHELD), day__gte=first, day__lte=last)
    if len(names) < FEW:
        rows = rows.filter(library__uuid__in=names)
    columns = "library__uuid", "actor", "began_at", "ended_at", "verdict"
    found_rows = [
        (names[library], actor, began.timestamp() - 5e-7, ended.timestamp() + 5e-7, verdict)
        for library, actor, began, ended, verdict in rows.order_by("id").values_list(*columns).iterator()
        if library in names
    ]
    if found_rows:
        connection.executemany("insert into judged values (?, ?, ?, ?, ?)", found_rows)


def fingerprint(library_id: int) -> str:
    """Changes whenever acts of days already summed up might be marked otherwise now."""
    team = TeamMember.objects.filter(library=library_id).order_by("user_id").values_list("user_id", flat=True)
    upheld = Session.objects.filter(library=library_id, verdict=Verdict.UPHELD).count()
    said = f"{BURST_ACTS}/{BURST_SECONDS}/{','.join(map(str, team))}/{upheld}"
    return sha256(said.encode()).hexdigest()[:16]
