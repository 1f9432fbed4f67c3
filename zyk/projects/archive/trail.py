"""The audit trail of everything in the archive, entry by entry with its hashes."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from zyk.common.audit import CHAINED
from zyk.common.models import AuditEntry
from zyk.projects.archive.piece import Chapter, Piece, table

COLUMNS = (*CHAINED, "hash")


def trail_chapter(entries: Iterable[AuditEntry]) -> Chapter:
    rows = [dict(_fields(entry)) for entry in entries]
    lines = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    cells = ([_plain(row[name]) for name in COLUMNS] for row in rows)
    return Chapter(
        "操作记录",
        "Audit trail",
        [
            Piece("trail/trail.csv", f"操作记录（{len(rows)} 条）", f"Audit trail ({len(rows)} entries)",
                  table(COLUMNS, cells)),
            Piece("trail/trail.jsonl", "操作记录，逐条 JSON，含散列值", "Audit trail as JSON lines with hashes",
                  lines.encode()),
        ],
    )  # fmt: skip


def _fields(entry: AuditEntry) -> Iterator[tuple[str, Any]]:
    """As the hash of an entry reads them, so that it can be computed again from the line."""
    for name in COLUMNS:
        value = getattr(entry, name)
        if name == "at":
            value = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
        yield name, value if value is None or isinstance(value, int | str | dict) else str(value)


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
