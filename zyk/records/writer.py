"""The one writer: rows into tables, in one transaction, with as few statements as possible.

Plain SQL that SQLite and PostgreSQL both speak; the hot path asks nothing of the model machinery.
The store's row is locked first, so statements become visible in the order of their sequence, and `stored`
never runs backwards: readers by sequence or by time miss nothing."""

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models, transaction

from zyk.records.authority import PLATFORM, Authority
from zyk.records.dictionary import ACTIVITIES, AGENTS, VERBS
from zyk.records.enums import RelatedKind
from zyk.records.models import RecordStore, Related, Statement, Voiding
from zyk.records.refusals import NotAllowed
from zyk.records.rows import Row
from zyk.records.verbs import Verb

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STORE = 1  # the key of the store's only row


class Place(NamedTuple):
    """Where the next statements go."""

    first_sequence: int
    stored: datetime


@transaction.atomic
def write(rows: Sequence[Row], authority: Authority) -> list[UUID]:
    """Add all rows or none, and return their ids; raises IntegrityError when one is stored already.

    Kept on disk once the outermost transaction ends."""
    with connection.cursor() as cursor:
        place = _next_place(cursor, len(rows))
        agents, verbs, activities = _keys(rows, authority)
        authority_key = agents[authority.agent]
        uuids = [row.uuid or time_ordered_uuid(place.stored) for row in rows]
        uuid_of, instant_of = _binders()
        stored = instant_of(place.stored)
        cursor.executemany(
            _insert_sql(),
            [
                (
                    sequence,
                    uuid_of(uuid),
                    stored,
                    stored if row.timestamp is None else instant_of(row.timestamp),
                    authority_key,
                    agents[row.actor],
                    verbs[row.verb],
                    None if row.activity is None else activities[row.activity],
                    None if row.registration is None else uuid_of(row.registration),
                    None if row.library is None else activities[row.library],
                    None if row.course is None else activities[row.course],
                    row.success,
                    row.completion,
                    row.score_scaled,
                    row.duration_seconds,
                    row.user_kind,
                    row.organisation_code,
                    None if row.voids else uuid_of(uuid),
                    authority_key,
                    row.fills,
                    row.original,
                )
                for sequence, (uuid, row) in enumerate(zip(uuids, rows, strict=True), start=place.first_sequence)
            ],
        )
        _relate(cursor, rows, place.first_sequence, agents, activities)
    for row in rows:
        if row.voids:
            _void(row.voids, authority, authority_key)
    return uuids


def _next_place(cursor: Any, count: int) -> Place:
    """Lock the store and take `count` numbers."""
    table = connection.ops.quote_name(RecordStore._meta.db_table)
    if connection.features.has_select_for_update:  # SQLite's transaction already holds the only lock there is
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR UPDATE", [STORE])  # noqa: S608
    now = time.time_ns() // 1000
    cursor.execute(
        f"UPDATE {table} SET last_sequence = last_sequence + %s, last_stored_us = "  # noqa: S608
        "CASE WHEN last_stored_us < %s THEN %s ELSE last_stored_us + 1 END "
        "WHERE id = %s RETURNING last_sequence, last_stored_us",
        [count, now, now, STORE],
    )
    found = cursor.fetchall()
    if not found:
        RecordStore.objects.get_or_create(pk=STORE)
        return _next_place(cursor, count)
    last_sequence, stored_us = found[0]
    return Place(last_sequence - count + 1, EPOCH + timedelta(microseconds=stored_us))


def _keys(rows: Sequence[Row], authority: Authority) -> tuple[dict, dict, dict]:
    agents: set[Any] = {row.actor for row in rows}
    agents.add(authority.agent)
    activities: set[Any] = set()
    for row in rows:
        activities.update(iri for iri in (row.activity, row.library, row.course) if iri is not None)
        for kind, named in row.related:
            (activities if kind == RelatedKind.CONTEXT_ACTIVITY else agents).add(named)
    return AGENTS.keys(agents), VERBS.keys({row.verb for row in rows}), ACTIVITIES.keys(activities)


def _relate(cursor: Any, rows: Sequence[Row], first_sequence: int, agents: dict, activities: dict) -> None:
    pairs = [
        (int(kind), (activities if kind == RelatedKind.CONTEXT_ACTIVITY else agents)[named], sequence)
        for sequence, row in enumerate(rows, start=first_sequence)
        for kind, named in row.related
    ]
    if pairs:
        cursor.executemany(_insert_related_sql(), pairs)


def _void(target: UUID, authority: Authority, authority_key: int) -> None:
    """2.3.2: what is voided stays, but is no longer found; a voiding statement cannot be voided.

    A source takes back its own word only. The target may come later: then it is voided on arrival."""
    found = Statement.objects.filter(uuid=target).values_list("authority_id", "verb__iri").first()
    if found and found[0] != authority_key and authority != PLATFORM:
        raise NotAllowed(f"object.id: {target} was stored by another source, which alone may void it")
    if found and found[1] != Verb.VOIDED.iri:
        Statement.objects.filter(uuid=target).update(voided=True)
    Voiding.objects.get_or_create(target=target, authority_id=authority_key)


@cache
def _insert_sql() -> str:
    """One row; `voided` is what an earlier voiding statement of the same source says."""
    values = {str(field.column): "%s" for field in Statement._meta.concrete_fields}
    quote = connection.ops.quote_name
    values["voided"] = f"EXISTS (SELECT 1 FROM {quote(Voiding._meta.db_table)} WHERE target = %s AND authority_id = %s)"  # noqa: S608
    return _insert(Statement, values)


@cache
def _insert_related_sql() -> str:
    return _insert(Related, {"kind": "%s", "key": "%s", "statement_id": "%s"})


def _insert(model: type[models.Model], values: dict[str, str]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in values)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({', '.join(values.values())})"  # noqa: S608


def _binders() -> tuple[Callable[[UUID], Any], Callable[[datetime], Any]]:
    """How a UUID and an instant in UTC are handed to this database: the same as the model fields do it."""
    if connection.vendor == "sqlite":
        return lambda uuid: uuid.bytes, lambda instant: str(instant.replace(tzinfo=None))
    return lambda uuid: uuid, lambda instant: instant


def time_ordered_uuid(at: datetime) -> UUID:
    """A version 7 UUID (RFC 9562): neighbours in time are neighbours in the index."""
    milliseconds = int(at.timestamp() * 1000)
    number = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=number & ~(0x3 << 62) | (0x2 << 62))
