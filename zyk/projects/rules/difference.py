"""What changed between two values of a field: texts word by word, tables row by row. Pure; values as in `frozen`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
# A Chinese character stands by itself, letters and digits keep together.
_TOKENS = re.compile(r"[A-Za-z0-9_.,%/-]+|\s+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")
_ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """A stretch of text: the same on both sides, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class RowChange:
    """A row of a table; its cells are pieces, so that what changed inside shows too."""

    kind: str
    cells: list[list[Piece]]


def text_changes(before: str, after: str) -> list[Piece]:
    """Sentence by sentence first, then character by character inside those that changed."""
    pieces: list[Piece] = []
    for kind, old, new in _matched(_SENTENCES.findall(before), _SENTENCES.findall(after)):
        if kind == SAME:
            pieces.append(Piece(SAME, "".join(new)))
        else:
            pieces += _inside("".join(old), "".join(new))
    return _joined(pieces)


def _inside(old: str, new: str) -> Iterator[Piece]:
    old_tokens, new_tokens = _TOKENS.findall(old), _TOKENS.findall(new)
    if not old or not new or SequenceMatcher(None, old_tokens, new_tokens, autojunk=False).ratio() < _ALIKE:
        yield from (Piece(kind, text) for kind, text in ((REMOVED, old), (ADDED, new)) if text)
        return
    for kind, gone, come in _matched(old_tokens, new_tokens):
        if kind == SAME:
            yield Piece(SAME, "".join(come))
        else:
            yield from (Piece(k, "".join(t)) for k, t in ((REMOVED, gone), (ADDED, come)) if t)


def _matched(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any], Sequence[Any]]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield (SAME if tag == "equal" else CHANGED), old[a:b], new[c:d]


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def row_changes(before: list[list[str]], after: list[list[str]]) -> list[RowChange]:
    """Rows are known by their first cell where those are unique (a number, a title), else by their place."""
    if all(_is_key([row[0] if row else "" for row in rows]) for rows in (before, after)):
        return list(_rows_by_key(before, after))
    return list(_rows_by_place(before, after))


def _rows_by_key(before: list[list[str]], after: list[list[str]]) -> Iterator[RowChange]:
    old, new = {row[0]: row for row in before}, {row[0]: row for row in after}
    for _kind, gone, come in _matched(list(old), list(new)):
        yield from (_whole(REMOVED, old[key]) for key in gone if key not in new)
        yield from (_row(old[key], new[key]) if key in old else _whole(ADDED, new[key]) for key in come)


def _rows_by_place(before: list[list[str]], after: list[list[str]]) -> Iterator[RowChange]:
    for _kind, gone, come in _matched([tuple(row) for row in before], [tuple(row) for row in after]):
        both = min(len(gone), len(come))
        yield from (_row(list(a), list(b)) for a, b in zip(gone[:both], come[:both], strict=True))
        yield from (_whole(REMOVED, list(row)) for row in gone[both:])
        yield from (_whole(ADDED, list(row)) for row in come[both:])


def _is_key(first_cells: list[str]) -> bool:
    return all(first_cells) and len(set(first_cells)) == len(first_cells)


def _whole(kind: str, row: list[str]) -> RowChange:
    return RowChange(kind, [[Piece(kind, cell)] for cell in row])


def _row(before: list[str], after: list[str]) -> RowChange:
    if before == after:
        return _whole(SAME, after)
    width = max(len(before), len(after))
    old, new = before + [""] * (width - len(before)), after + [""] * (width - len(after))
    return RowChange(CHANGED, [text_changes(a, b) for a, b in zip(old, new, strict=True)])
