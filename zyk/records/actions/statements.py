from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction

from zyk.records.archive import originals_by_uuid
from zyk.records.authority import Authority
from zyk.records.comparison import same
from zyk.records.editions import FIRST, Edition
from zyk.records.files import keep
from zyk.records.models import Statement
from zyk.records.parts import short_row
from zyk.records.refusals import Conflict, NotAStatement, Refused
from zyk.records.rows import Row, row_of
from zyk.records.signatures import verify
from zyk.records.validation import decode
from zyk.records.writer import AlreadyStored, write

_batch = msgspec.json.Decoder(list[msgspec.Raw])
Files = Mapping[str, bytes]


def record(
    body: bytes | dict[str, Any] | Sequence[dict[str, Any]],
    *,
    authority: Authority,
    uuid: UUID | None = None,
    edition: Edition = FIRST,
    files: Files | None = None,
) -> list[UUID]:
    """Check and keep one statement or a batch, all or none, and return the ids in order.

    `body` is JSON as received (kept byte for byte) or plain Python; with `uuid` it must be one statement, which
    gets that id. `files` are those that came beside it, by SHA-2. Raises a `refusals.Refused`: NotAStatement naming
    the property, NotAllowed, or Conflict when another statement has the same id; the same statement again is no
    error. Called outside a transaction, it returns once the statements are on disk."""
    text = body if isinstance(body, bytes) else msgspec.json.encode(body)
    files = files or {}
    rows = _rows(text, authority, edition, files)
    if uuid:
        rows = [_identified(rows, text, uuid)]
    if not files:
        return _write(rows, authority)
    if strays := set(files).difference(*(row.files for row in rows)):
        raise NotAStatement("", f"no statement names the file {min(strays)}")
    with transaction.atomic():
        uuids = _write(rows, authority)
        keep(files, {uuid: row.files for uuid, row in zip(uuids, rows, strict=True) if row.files})
    return uuids


def _write(rows: list[Row], authority: Authority) -> list[UUID]:
    try:
        return write(rows, authority) if rows else []
    except (IntegrityError, AlreadyStored):
        return _write_new(rows, authority)


def _rows(text: bytes, authority: Authority, edition: Edition, files: Files) -> list[Row]:
    if not text.lstrip().startswith(b"["):
        return [_row(text, authority, edition, files)]
    try:
        text.decode()
        slices = _batch.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotAStatement("", f"not a JSON array of statements: {error}") from error
    rows = []
    for number, slice_ in enumerate(slices):
        try:
            rows.append(_row(bytes(slice_), authority, edition, files))
        except Refused as error:
            raise type(error)(*_placed(error, number)) from error
    _refuse_twins(rows)
    return rows


def _row(text: bytes, authority: Authority, edition: Edition, files: Files) -> Row:
    return short_row(text, authority, edition) or _long_row(text, authority, edition, files)


def _long_row(text: bytes, authority: Authority, edition: Edition, files: Files) -> Row:
    checked = decode(text, edition, files.keys())
    row = row_of(checked, authority, edition)
    verify(checked, files)
    return row


def _identified(rows: list[Row], text: bytes, uuid: UUID) -> Row:
    if text.lstrip().startswith(b"["):
        raise NotAStatement("", "must be one statement, not an array")
    if rows[0].uuid not in (None, uuid):
        raise NotAStatement("id", f"must be {uuid}, as the address says")
    return rows[0]._replace(uuid=uuid)


def _placed(error: Refused, number: int) -> tuple[str, ...]:
    """The arguments of the same refusal, with the number of the statement in the batch."""
    if isinstance(error, NotAStatement):
        return f"[{number}].{error.place}" if error.place else f"[{number}]", error.reason
    return (f"[{number}].{error.text}",)


def _refuse_twins(rows: list[Row]) -> None:
    seen: set[UUID] = set()
    for number, row in enumerate(rows):
        if row.uuid in seen:
            raise NotAStatement(f"[{number}].id", "the same id stands twice in this batch")
        if row.uuid:
            seen.add(row.uuid)


def _write_new(rows: list[Row], authority: Authority) -> list[UUID]:
    """Some are stored already: those must be the same; the others are added. What was erased stays so."""
    earlier = _stored_before([row.uuid for row in rows if row.uuid])
    if not earlier:
        raise RuntimeError("the database refused statements none of which is stored")
    new = []
    for row in rows:
        original = earlier.get(row.uuid) if row.uuid else None
        if original is None:
            new.append(row)
        elif original and not same(original, row.original):
            raise Conflict(f"id: a different statement is already stored as {row.uuid}")
    written = iter(write(new, authority) if new else [])
    return [row.uuid if row.uuid in earlier else next(written) for row in rows]  # type: ignore[misc]


def _stored_before(uuids: list[UUID]) -> dict[UUID, bytes]:
    found: dict[UUID, bytes] = {}
    for start in range(0, len(uuids), 500):
        part = Statement.objects.filter(uuid__in=uuids[start : start + 500]).values_list("uuid", "original")
        found.update((uuid, bytes(original)) for uuid, original in part)
    return originals_by_uuid(uuids) | found
