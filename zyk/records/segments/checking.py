"""Is every segment there, whole, and bound to the one before?"""

from collections.abc import Iterator

from zyk.records.models import Segment, SegmentRewrite, Statement
from zyk.records.segments import files


def faults() -> Iterator[str]:
    before: Segment | None = None
    replaced = dict(SegmentRewrite.objects.values_list("old_hash", "new_hash"))
    for segment in Segment.objects.order_by("number"):
        yield from _chain(segment, before, replaced)
        yield from faults_of_files(segment)
        before = segment


def _chain(segment: Segment, before: Segment | None, replaced: dict[str, str]) -> Iterator[str]:
    if segment.hash != segment.own_hash():
        yield f"segment {segment.number}: its row does not agree with its hash"
    expected_number = before.number + 1 if before else 1
    if segment.number != expected_number:
        yield f"segment {segment.number} stands where {expected_number} was expected"
    if before is None:
        if segment.previous_hash:
            yield f"segment {segment.number}: the segment before it is missing"
        return
    if segment.first_sequence != before.last_sequence + 1:
        yield f"segment {segment.number}: statements between {before.last_sequence} and it are missing"
    if _now(segment.previous_hash, replaced) != before.hash:
        yield f"segment {segment.number}: not bound to segment {before.number}"


def _now(old: str, replaced: dict[str, str]) -> str:
    """The hash that took its place, through every rewriting."""
    seen = set()
    while old in replaced and old not in seen:
        seen.add(old)
        old = replaced[old]
    return old


def faults_of_files(segment: Segment) -> Iterator[str]:
    for name, expected in (
        (segment.facts_name, segment.facts_sha256),
        (segment.originals_name, segment.originals_sha256),
    ):
        path = files.folder() / name
        if not path.exists():
            yield f"segment {segment.number}: {name} is missing"
        elif files.sha256_of(path) != expected:
            yield f"segment {segment.number}: {name} was changed"
        else:
            yield from _count(segment, name)
    hot = Statement.objects.filter(sequence__gte=segment.first_sequence, sequence__lte=segment.last_sequence).count()
    if hot > segment.count:
        yield f"segment {segment.number} holds {segment.count} statements, the database {hot} of the same span"


def _count(segment: Segment, name: str) -> Iterator[str]:
    with files.engine() as duck:
        path = files.folder() / name
        sql = f"SELECT count(*), min(sequence), max(sequence) FROM read_parquet('{path}')"  # noqa: S608
        count, first, last = duck.execute(sql).fetchall()[0]
    if count != segment.count:
        yield f"segment {segment.number}: {name} holds {count} statements, not {segment.count}"
    elif count and not segment.first_sequence <= first <= last <= segment.last_sequence:
        yield f"segment {segment.number}: {name} holds statements of another span"
