"""Learning records of one library, and what their numbers stand for."""

from collections.abc import Iterator
from typing import Any

from zyk.library.models import Library
from zyk.records import iris, queries
from zyk.records.models import Statement


def last_sequence() -> int:
    """The newest statement that can be read now."""
    return Statement.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def facts_of(library: Library, *, until_sequence: int) -> Iterator[tuple[Any, ...]]:
    """Rows of `loaded_facts`: unvoided statements grouped under the library, up to `until_sequence`."""
    key = queries.activity_key("library", library.uuid)
    if key is None:
        return
    for fact in queries.facts(until_sequence=until_sequence, library_key=key):
        sequence, _stored, timestamp, actor, verb, activity, _library, course, kind, organisation, duration, success = (
            fact
        )
        yield sequence, timestamp.timestamp(), actor, verb, activity, course, kind, organisation, duration, success


def verbs() -> Iterator[tuple[int, str]]:
    for key, verb in queries.verb_keys().items():
        yield key, verb.name.lower()


def activities(keys: list[int]) -> Iterator[tuple[int, str, str]]:
    """Rows of `activities`: the things of ours among these keys."""
    for key, iri in queries.activity_iris(keys).items():
        found = iris.kind_and_uuid(iri)
        if found:
            yield key, found[0], str(found[1])
