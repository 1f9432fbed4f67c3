"""Learning records in the analytics engine, each with its China day and the names its numbers stand for."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from zyk.library.models import Library, TeamMember
from zyk.records import facts, iris, queries
from zyk.records.dictionary import AGENTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

last_sequence = facts.last_sequence
CHUNK = 500

# Days are those of China, which has kept this one offset since 1992. Grouped by library, so that any number of
# libraries can be read at once; `statement_facts` is what `zyk.records.facts` gives.
DAY = "cast(s.timestamp + interval 8 hour as date)"
NAMED = f"""
create or replace table loaded_facts as
select s.library, s.sequence, epoch_us(s.timestamp) / 1000000.0 as instant, {DAY} as day, s.actor,
    coalesce(v.action, 'other') as action, s.activity, a.kind, a.thing, s.course as course_key, c.thing as course,
    s.user_kind, s.organisation_code as organisation, s.duration_seconds as duration, s.success
from statement_facts s left join verbs v on v.key = s.verb left join activities a on a.key = s.activity
    left join activities c on c.key = s.course
where {{condition}}
"""  # noqa: S608 our own constants


def library_key(library: Library) -> int | None:
    """By which records name the library; None while none does."""
    return queries.activity_key("library", library.uuid)


def library_keys() -> dict[int, UUID]:
    return queries.activity_keys("library")


def stand(connection: "DuckDBPyConnection", *, until_sequence: int, key: int | None = None) -> None:
    """Point `statement_facts` at the records up to `until_sequence`, of one library or of all."""
    facts.relation(connection, until_sequence=until_sequence, library_key=key, name="statement_facts")


def verbs() -> Iterator[tuple[int, str]]:
    for key, verb in queries.verb_keys().items():
        yield key, verb.name.lower()


def activities(keys: Collection[int]) -> Iterator[tuple[int, str, str]]:
    """Rows of `activities`: the things of ours among these keys."""
    wanted = list(keys)
    for start in range(0, len(wanted), CHUNK):
        for key, iri in queries.activity_iris(wanted[start : start + CHUNK]).items():
            found = iris.kind_and_uuid(iri)
            if found:
                yield key, found[0], str(found[1])


def teams(keys: dict[int, UUID]) -> Iterator[tuple[int, int]]:
    """Rows of `team`: the agents of the people who build these libraries."""
    by_uuid = {uuid: key for key, uuid in keys.items()}
    rows = TeamMember.objects.order_by("id").values_list("library__uuid", "user__uuid")
    members = [(by_uuid[library], user) for library, user in rows if library in by_uuid]
    names = {user: queries.agent_name_of(user) for _library, user in members}
    agents = AGENTS.known(list(names.values()))
    for library, user in members:
        agent = agents.get(names[user])
        if agent is not None:
            yield library, agent
