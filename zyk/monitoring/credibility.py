"""Which acts do not count as use, and why. One simple rule, the same for every library, explained on the page.

Raw figures count every act; credible figures leave out an act for the first of these reasons that holds:

* `own_team`: the person builds this library. Looking at one's own work is not use of it.
* `too_fast`: the act stands in a stretch of `BURST_SECONDS` in which the same person did more than
  `BURST_ACTS` things. Nobody reads a resource every three seconds; scripts do.

Members of the library's team are also left out where a credible share is taken of all users: they are neither
counted as active nor held to be idle."""

from typing import Final

from zyk.rulebook.edition import Words

BURST_ACTS: Final = 20
BURST_SECONDS: Final = 60

OWN_TEAM: Final = "own_team"
TOO_FAST: Final = "too_fast"

REASONS: Final[dict[str, Words]] = {
    OWN_TEAM: Words(
        zh="本库建设团队成员的行为：看自己建设的内容不算使用",
        en="Acts of the library's own team: looking at one's own work is not use",
    ),
    TOO_FAST: Words(
        zh=f"同一人在 {BURST_SECONDS} 秒内超过 {BURST_ACTS} 次的行为：快于人的操作",
        en=f"More than {BURST_ACTS} acts of one person within {BURST_SECONDS} seconds: faster than people act",
    ),
}

# An act is in a burst when some stretch of BURST_SECONDS that holds it holds more than BURST_ACTS of the person's.
MARK_FACTS: Final = f"""
create table facts as
with running as (
    select *, count(*) over (
        partition by actor order by instant range between {BURST_SECONDS} preceding and current row) as until_now
    from loaded_facts
), peaks as (
    select *, max(until_now) over (
        partition by actor order by instant range between current row and {BURST_SECONDS} following) as peak
    from running
)
select sequence, instant, day, actor, action, kind, thing, course, user_kind, organisation, duration, success,
    case
        when actor in (select actor from users where on_team and actor is not null) then '{OWN_TEAM}'
        when peak > {BURST_ACTS} then '{TOO_FAST}'
        else ''
    end as excluded
from peaks
"""  # noqa: S608 our own constants

MARK_ANSWERS: Final = f"""
create table question_uses as
select key, question, person, day,
    case when person in (select person from users where on_team) then '{OWN_TEAM}' else '' end as excluded
from loaded_question_uses
"""  # noqa: S608
