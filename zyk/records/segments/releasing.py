"""Out of the database: statements older than the days that stay hot, once their segment is proved whole.

A chunk at a time, each in one transaction with the ids it leaves behind, so that writers hardly wait; killed in the
middle it goes on where it was."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from zyk.records.definitions import learn
from zyk.records.models import ForwardTarget, RecordStore, Related, SealedId, Segment, Statement, VoidedSealed
from zyk.records.port import port_to
from zyk.records.segments.checking import faults_of_files
from zyk.records.segments.reading import ids_of
from zyk.records.writer import STORE

CHUNK = 4000


class Unsafe(Exception):
    """A segment is not what the manifest says: nothing is taken out of the database."""


def release_old_days() -> int:
    """Return the number of statements taken out."""
    if settings.ZYK_RECORDS_HOT_DAYS <= 0:
        return 0
    before = timezone.localdate() - timedelta(days=settings.ZYK_RECORDS_HOT_DAYS)
    store = RecordStore.objects.filter(pk=STORE).first()
    if store is None:
        return 0
    due = Segment.objects.filter(day__lt=before, last_sequence__gt=store.released_sequence)
    through = _read_through()
    if through is not None:
        due = due.filter(last_sequence__lte=through)
    return sum(_release(segment) for segment in due.order_by("number"))


def _read_through() -> int | None:
    """How far those have come who read the database in order: targets of forwarding that are not stopped. What
    definitions tell is learned first, so that it is never waited for."""
    while learn():
        pass
    return ForwardTarget.objects.filter(stopped_at=None).aggregate(least=Min("last_sequence"))["least"]


def _release(segment: Segment) -> int:
    faults = list(faults_of_files(segment))
    if faults:
        raise Unsafe("; ".join(faults))
    released = 0
    while True:
        count = _release_chunk(segment)
        released += count
        if not count:
            return released


@transaction.atomic
def _release_chunk(segment: Segment) -> int:
    store = RecordStore.objects.select_for_update().get(pk=STORE)
    low = max(store.released_sequence + 1, segment.first_sequence)
    if low > segment.last_sequence:
        return 0
    rows = Statement.objects.filter(sequence__gte=low, sequence__lte=segment.last_sequence).order_by("sequence")
    chunk = list(rows.values_list("sequence", "uuid", "voided")[:CHUNK])
    high = chunk[-1][0] if len(chunk) == CHUNK else segment.last_sequence
    ids = sorted((uuid, sequence) for sequence, uuid, _voided in chunk)
    in_file = ids_of(segment, low, high)
    if sorted(in_file) != ids:
        raise Unsafe(f"segment {segment.number}: its ids from {low} to {high} are not those of the database")
    with connection.wrap_database_errors:
        port = port_to(connection)
        port.insert(SealedId, ["uuid", "sequence"], [(port.uuid(uuid), sequence) for uuid, sequence in ids])
    VoidedSealed.objects.bulk_create(VoidedSealed(sequence=sequence) for sequence, _uuid, voided in chunk if voided)
    Related.objects.filter(statement_id__gte=low, statement_id__lte=high).delete()
    Statement.objects.filter(sequence__gte=low, sequence__lte=high)._raw_delete(connection.alias)
    store.released_sequence = high
    store.save(update_fields=["released_sequence"])
    return max(len(chunk), 1)
