"""A segment without a person: made anew under another name, the chain mended by a row that says which hash was
replaced and why. The old files go once the new ones count."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zyk.common import audit
from zyk.common.audit import ActsInTrail
from zyk.records import files as attachments
from zyk.records.models import Segment, SegmentRewrite
from zyk.records.segments import files
from zyk.records.segments.reading import attached
from zyk.records.segments.sealing import Span, write_segment
from zyk.records.segments.shape import KINDS, packed, unpacked


def segments_naming(key: int) -> Iterable[Segment]:
    """Those with a statement of this agent, or one that names him."""
    for segment in Segment.objects.order_by("number"):
        with files.engine() as duck:
            path = files.folder() / segment.facts_name
            sql = f"SELECT 1 FROM read_parquet('{path}') WHERE {naming(key)} LIMIT 1"  # noqa: S608
            found = duck.execute(sql).fetchall()
        if found:
            yield segment


def naming(key: int) -> str:
    """SQL condition over facts: this agent acted, or is named."""
    told = " OR ".join(f"list_contains(related, {int(key) * KINDS + kind})" for kind in (1, 2))
    return f"(actor = {int(key)} OR {told})"


def rewrite(
    segment: Segment,
    *,
    key: int,
    new_key: int,
    delete_own: bool,
    efface: Callable[[bytes], bytes],
    actor: ActsInTrail,
    reason: str,
) -> int:
    """The number of statements changed or deleted."""
    with files.engine() as duck:
        duck.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {attached(duck, segment)}")  # noqa: S608
        deleted: list[UUID] = []
        if delete_own:
            deleted = [row[0] for row in duck.execute("SELECT uuid FROM kept WHERE actor = ?", [key]).fetchall()]
            duck.execute("DELETE FROM kept WHERE actor = ?", [key])
        rows = duck.execute(f"SELECT sequence, uuid, original FROM kept WHERE {naming(key)}").fetchall()  # noqa: S608
        for sequence, uuid, original in rows:
            text = packed(efface(unpacked(original, str(uuid))), str(uuid))
            duck.execute("UPDATE kept SET original = ? WHERE sequence = ?", [text, sequence])
        for kind in (1, 2):
            old, new = key * KINDS + kind, new_key * KINDS + kind
            duck.execute(
                "UPDATE kept SET related = list_append(list_filter(related, lambda x: x <> ?), ?) "
                "WHERE list_contains(related, ?)",
                [old, new, old],
            )
        duck.execute("UPDATE kept SET actor = ? WHERE actor = ?", [new_key, key])
        made = write_segment(
            duck,
            "kept",
            Span(segment.number, segment.first_sequence, segment.last_sequence, segment.day, segment.previous_hash),
        )
    _exchange(segment, made, deleted, actor=actor, reason=reason)
    return len(deleted) + len(rows)


def _exchange(old: Segment, new: Segment, deleted: list[UUID], *, actor: ActsInTrail, reason: str) -> None:
    """With the files that only the deleted statements carried."""
    new.erased = old.erased + len(deleted)
    new.hash = new.own_hash()
    with transaction.atomic():
        locked = Segment.objects.select_for_update().get(pk=old.pk)
        if locked.hash != old.hash:
            raise RuntimeError(f"segment {old.number} was rewritten by another at the same time")
        new.save(force_update=True)
        attachments.drop(deleted)
        row = SegmentRewrite.objects.create(
            segment=new, old_hash=old.hash, new_hash=new.hash, reason=reason, rewritten_at=timezone.now()
        )
        facts = {"segment": old.number, "old_hash": old.hash, "new_hash": new.hash, "erased": len(deleted)}
        audit.record(actor=actor, verb="rewrite_segment", about=row, why=reason, facts=facts)
    kept = {new.facts_name, new.originals_name}
    files.remove([name for name in (old.facts_name, old.originals_name) if name not in kept])
