"""Statements out of segments: by sequence, by id, and by what is asked of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zyk.records.models import Segment, VoidedSealed
from zyk.records.segments import files
from zyk.records.segments.shape import FACT_COLUMNS, KINDS, unpacked

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SEGMENTS_AT_ONCE = 16


@dataclass(frozen=True)
class Wanted:
    """What is asked, in keys. `any_of` are alternatives, each a list of conditions that must all hold."""

    where: str
    values: tuple[Any, ...]
    low: int  # sequences strictly between these
    high: int
    limit: int
    ascending: bool


def sealed_rows(sequences: Collection[int]) -> dict[int, dict[str, Any]]:
    """Whole statements by sequence: the columns of the facts, `uuid`, `fills`, and the `original` bytes."""
    found: dict[int, dict[str, Any]] = {}
    wanted = sorted(sequences)
    if not wanted:
        return found
    with files.engine() as duck:
        for segment, numbers in _by_segment(wanted):
            listed = ", ".join(str(int(number)) for number in numbers)
            rows = duck.execute(
                f"SELECT {FACT_COLUMNS}, uuid, fills, original FROM {_facts([segment])} f "  # noqa: S608
                f"JOIN {_originals(segment)} o USING (sequence) WHERE f.sequence IN ({listed}) "
                f"AND o.sequence IN ({listed})"
            )
            names = [column[0] for column in rows.description]
            for values in rows.fetchall():
                row = dict(zip(names, values, strict=True))
                row["original"] = unpacked(row["original"], str(row["uuid"]))
                for name in ("stored", "timestamp"):
                    row[name] = row[name].replace(tzinfo=UTC)
                found[row["sequence"]] = row
    return found


def find_sealed(wanted: Wanted) -> list[int]:
    """Sequences that match, in the order asked, voided ones left out; a few segments at a time, nearest first."""
    segments = Segment.objects.filter(last_sequence__gt=wanted.low, first_sequence__lt=wanted.high)
    listed = list(segments.order_by("number" if wanted.ascending else "-number"))
    voided = set(
        VoidedSealed.objects.filter(sequence__gt=wanted.low, sequence__lt=wanted.high).values_list(
            "sequence", flat=True
        )
    )
    direction = "ASC" if wanted.ascending else "DESC"
    found: list[int] = []
    if not listed:
        return found
    with files.engine() as duck:
        for start in range(0, len(listed), SEGMENTS_AT_ONCE):
            part = listed[start : start + SEGMENTS_AT_ONCE]
            rows = duck.execute(
                f"SELECT sequence FROM {_facts(part)} WHERE sequence > ? AND sequence < ? AND ({wanted.where}) "  # noqa: S608
                f"ORDER BY sequence {direction} LIMIT ?",
                [wanted.low, wanted.high, *wanted.values, wanted.limit + len(voided)],
            )
            found += [sequence for (sequence,) in rows.fetchall() if sequence not in voided]
            if len(found) >= wanted.limit:
                break
    return found[: wanted.limit]


def count_sealed(where: str, values: Sequence[Any], *, through: int) -> int:
    """How many statements up to `through` match, voided ones included."""
    segments = list(Segment.objects.filter(first_sequence__lte=through))
    if not segments:
        return 0
    with files.engine() as duck:
        sql = f"SELECT count(*) FROM {_facts(segments)} WHERE sequence <= ? AND ({where})"  # noqa: S608
        return duck.execute(sql, [through, *values]).fetchall()[0][0]


def last_sealed_until(instant: datetime) -> int:
    """The newest sealed sequence stored at or before `instant`."""
    moment = instant.astimezone(UTC).replace(tzinfo=None)
    with files.engine() as duck:
        for segment in Segment.objects.order_by("-number"):
            sql = f"SELECT max(sequence) FROM {_facts([segment])} WHERE stored <= ?"  # noqa: S608
            found = duck.execute(sql, [moment]).fetchall()[0][0]
            if found is not None:
                return found
    return 0


def ids_of(segment: Segment, low: int, high: int) -> list[tuple[UUID, int]]:
    """(id, sequence) of a segment's statements between these sequences, sorted by id."""
    with files.engine() as duck:
        sql = f"SELECT uuid, sequence FROM {_originals(segment)} WHERE sequence BETWEEN ? AND ? ORDER BY uuid"  # noqa: S608
        return duck.execute(sql, [low, high]).fetchall()


def agents_condition(key: int, *, related_kinds: Collection[int], columns: Sequence[str]) -> str:
    """SQL for: this key in one of these columns, or related in one of these kinds. Keys are whole numbers."""
    told = [f"{column} = {int(key)}" for column in columns]
    told += [f"list_contains(related, {int(key) * KINDS + int(kind)})" for kind in related_kinds]
    return f"({' OR '.join(told)})"


def _by_segment(sequences: list[int]) -> Iterator[tuple[Segment, list[int]]]:
    spans = Segment.objects.filter(last_sequence__gte=sequences[0], first_sequence__lte=sequences[-1])
    for segment in spans.order_by("number"):
        inside = [number for number in sequences if segment.first_sequence <= number <= segment.last_sequence]
        if inside:
            yield segment, inside


def _facts(segments: Sequence[Segment]) -> str:
    paths = ", ".join(f"'{files.folder() / segment.facts_name}'" for segment in segments)
    return f"read_parquet([{paths}])"


def _originals(segment: Segment) -> str:
    return f"read_parquet('{files.folder() / segment.originals_name}')"


def attached(duck: "DuckDBPyConnection", segment: Segment) -> str:
    """One segment's whole rows as a relation for `write_segment`."""
    return f"(SELECT * FROM {_facts([segment])} f JOIN {_originals(segment)} o USING (sequence))"  # noqa: S608
