"""The one writer: rows into tables, in one transaction, with as few statements as possible.

Plain SQL that SQLite and PostgreSQL both speak; the hot path asks nothing of the model machinery.
The store's row is locked first, so statements become visible in the order of their sequence, and `stored`
never runs backwards: readers by sequence or by time miss nothing."""

import os
import time
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from zyk.records import iris
from zyk.records.authority import PLATFORM, Authority
from zyk.records.dictionary import ACTIVITIES, AGENTS, VERBS
from zyk.records.enums import RelatedKind
from zyk.records.models import RecordStore, Related, SealedId, Statement, VoidedSealed, Voiding
from zyk.records.port import Port, port_to
from zyk.records.references import refer
from zyk.records.refusals import NotAllowed
from zyk.records.rows import Row
from zyk.records.verbs import Verb

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STORE = 1  # the key of the store's only row


MOST_TOGETHER = 2000  # statements in one transaction of several requests
STATEMENT_COLUMNS = [str(field.column) for field in Statement._meta.concrete_fields]
_NEXT_PLACE = (
    f'UPDATE "{RecordStore._meta.db_table}" SET last_sequence = last_sequence + %s, last_stored_us = '  # noqa: S608
    "CASE WHEN last_stored_us < %s THEN %s ELSE last_stored_us + 1 END "
    "WHERE id = %s RETURNING last_sequence, last_stored_us"
)
# Asked once the store is locked, so that what another connection has just sealed or voided is seen.
_ANY = (
    f'SELECT EXISTS (SELECT 1 FROM "{SealedId._meta.db_table}"), '  # noqa: S608
    f'EXISTS (SELECT 1 FROM "{Voiding._meta.db_table}")'
)
_VOIDINGS = f'SELECT target, authority_id FROM "{Voiding._meta.db_table}" WHERE target IN '  # noqa: S608
_SEALED = f'SELECT uuid FROM "{SealedId._meta.db_table}" WHERE uuid IN '  # noqa: S608


class AlreadyStored(Exception):
    """A statement with this id is in a segment."""


class Place(NamedTuple):
    """Where the next statements go."""

    first_sequence: int
    stored: datetime


def write(rows: Sequence[Row], authority: Authority) -> list[UUID]:
    """Add all rows or none, and return their ids; raises IntegrityError when one is stored already.

    Inside a transaction they are kept or undone with it. Outside of one they are on disk at return: requests that
    arrive while another one waits for the disk are written together, in one transaction for all."""
    if connection.in_atomic_block:
        with transaction.atomic():
            return _add([Job(rows, authority)])[0]
    return _together(Job(rows, authority))


class Job:
    """The rows of one request, and what became of them."""

    __slots__ = ("authority", "error", "rows", "uuids")

    def __init__(self, rows: Sequence[Row], authority: Authority) -> None:
        self.rows, self.authority = rows, authority
        self.uuids: list[UUID] | None = None
        self.error: BaseException | None = None

    def result(self) -> list[UUID]:
        if self.error is not None:
            raise self.error
        assert self.uuids is not None
        return self.uuids


_waiting: deque[Job] = deque()
_turn = Lock()


def _together(job: Job) -> list[UUID]:
    """Whoever gets the turn writes for all who wait; the others find theirs done."""
    _waiting.append(job)
    with _turn:
        if job.uuids is None and job.error is None:
            group: list[Job] = []
            count = 0
            while _waiting and (count < MOST_TOGETHER or job not in group):
                group.append(_waiting.popleft())
                count += len(group[-1].rows)
            _write_group(group)
    return job.result()


def _write_group(group: list[Job]) -> None:
    """One bad request must not cost the others theirs: then each gets a transaction of its own."""
    if len(group) > 1:
        try:
            with transaction.atomic():
                written = _add(group)
        except (DatabaseError, NotAllowed, AlreadyStored):
            pass
        else:
            for job, uuids in zip(group, written, strict=True):
                job.uuids = uuids
            return
    for job in group:
        try:
            with transaction.atomic():
                (uuids,) = _add([job])
            job.uuids = uuids
        except BaseException as error:
            job.error = error


def _add(group: list[Job]) -> list[list[UUID]]:
    """All jobs' rows, one after the other; call it inside a transaction."""
    rows = [row for job in group for row in job.rows]
    with connection.wrap_database_errors:
        port = port_to(connection)
        place = _next_place(port, len(rows))
        iris.keep_base()
        agents, verbs, activities = _keys(rows, {job.authority for job in group})
        uuids = [row.uuid or time_ordered_uuid(place.stored) for row in rows]
        given = [row.uuid for row in rows if row.uuid]
        any_sealed, any_voided = port.run(_ANY).fetchone()  # most stores have none: one question instead of two
        if any_sealed:
            _refuse_sealed(port, given)
        voidings = _voidings(port, given) if any_voided else set()
        made = _values(group, uuids, place, voidings, (agents, verbs, activities), port)
        port.insert(Statement, STATEMENT_COLUMNS, made)
        _relate(port, rows, place.first_sequence, agents, activities)
    written = []
    at = 0
    for job in group:
        written.append(uuids[at : at + len(job.rows)])
        for number, row in enumerate(job.rows, start=at):
            if row.refers:
                refer(place.first_sequence + number, uuids[number], row.refers)
            if row.voids:
                _void(row.voids, job.authority, agents[job.authority.agent])
        at += len(job.rows)
    return written


def _values(
    group: list[Job],
    uuids: list[UUID],
    place: Place,
    voidings: set[tuple[UUID, int]],
    keys: tuple[dict, dict, dict],
    port: Port,
) -> list[tuple[Any, ...]]:
    agents, verbs, activities = keys
    uuid_of, instant_of = port.uuid, port.instant
    stored = instant_of(place.stored)
    made = []
    sequence = place.first_sequence
    for job in group:
        authority_key = agents[job.authority.agent]
        for row in job.rows:
            uuid = uuids[sequence - place.first_sequence]
            made.append(
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
                    bool(voidings) and not row.voids and (uuid, authority_key) in voidings,
                    row.fills,
                    row.original,
                )
            )
            sequence += 1
    return made


def _next_place(port: Port, count: int) -> Place:
    """Lock the store and take `count` numbers."""
    now = time.time_ns() // 1000
    found = port.run(_NEXT_PLACE, (count, now, now, STORE)).fetchall()
    if not found:
        RecordStore.objects.get_or_create(pk=STORE)
        return _next_place(port, count)
    last_sequence, stored_us = found[0]
    return Place(last_sequence - count + 1, EPOCH + timedelta(microseconds=stored_us))


def _voidings(port: Port, uuids: list[UUID]) -> set[tuple[UUID, int]]:
    """Which of these ids a source has voided before they came."""
    return {
        (port.uuid_back(target), authority)
        for target, authority in port.among(_VOIDINGS, [port.uuid(uuid) for uuid in uuids])
    }


def _refuse_sealed(port: Port, uuids: list[UUID]) -> None:
    """Ids of statements that are in segments only, or erased: the table's own key does not know them any more."""
    if next(port.among(_SEALED, [port.uuid(uuid) for uuid in uuids]), None):
        raise AlreadyStored


def _keys(rows: Sequence[Row], authorities: set[Authority]) -> tuple[dict, dict, dict]:
    agents: set[Any] = {row.actor for row in rows} | {authority.agent for authority in authorities}
    activities: set[Any] = set()
    for row in rows:
        activities.add(row.activity)
        activities.add(row.library)
        activities.add(row.course)
        for kind, named in row.related:
            (activities if kind == RelatedKind.CONTEXT_ACTIVITY else agents).add(named)
    activities.discard(None)
    return AGENTS.keys(agents), VERBS.keys({row.verb for row in rows}), ACTIVITIES.keys(activities)


def _relate(port: Port, rows: Sequence[Row], first_sequence: int, agents: dict, activities: dict) -> None:
    pairs = [
        (int(kind), (activities if kind == RelatedKind.CONTEXT_ACTIVITY else agents)[named], sequence)
        for sequence, row in enumerate(rows, start=first_sequence)
        for kind, named in row.related
    ]
    if pairs:
        port.insert(Related, ["kind", "key", "statement_id"], pairs)


def _void(target: UUID, authority: Authority, authority_key: int) -> None:
    """2.3.2: what is voided stays, but is no longer found; a voiding statement cannot be voided.

    A source takes back its own word only. The target may come later: then it is voided on arrival."""
    found = Statement.objects.filter(uuid=target).values_list("authority_id", "verb__iri").first()
    sealed = None if found else _sealed_target(target)
    if sealed:
        found = sealed.authority_id, sealed.verb.iri
    if found and found[0] != authority_key and authority != PLATFORM:
        raise NotAllowed(f"object.id: {target} was stored by another source, which alone may void it")
    if found and found[1] != Verb.VOIDED.iri:
        Statement.objects.filter(uuid=target).update(voided=True)
        if sealed:
            VoidedSealed.objects.get_or_create(sequence=sealed.sequence)
    Voiding.objects.get_or_create(target=target, authority_id=authority_key)


def _sealed_target(target: UUID) -> Statement | None:
    from zyk.records.archive import sealed_by_uuid  # it reads through the segments, which are made of what is written

    return sealed_by_uuid(target)


def time_ordered_uuid(at: datetime) -> UUID:
    """A version 7 UUID (RFC 9562): neighbours in time are neighbours in the index."""
    milliseconds = int(at.timestamp() * 1000)
    number = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=number & ~(0x3 << 62) | (0x2 << 62))
