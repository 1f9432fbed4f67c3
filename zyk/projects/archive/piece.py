"""What an archive is made of: chapters of files, each with its words in both languages."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook

from zyk.common.spreadsheets import inert
from zyk.media.models import StoredFile

Content = bytes | StoredFile | Callable[[], bytes]
Rows = Iterable[Sequence[Any]]
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


@dataclass(frozen=True)
class Piece:
    """One file: its place in the archive, its name in Chinese and English, and its content, made when it is packed."""

    path: str
    zh: str
    en: str
    content: Content


@dataclass(frozen=True)
class Chapter:
    zh: str
    en: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; the head names each column in both languages."""

    title: str
    head: Sequence[tuple[str, str]]
    rows: Rows


def workbook(*sheets: Sheet) -> bytes:
    book = Workbook(write_only=True)
    for each in sheets:
        made = book.create_sheet(each.title[:31])
        made.append([f"{zh} {en}" for zh, en in each.head])
        for row in each.rows:
            made.append([_cell(cell) for cell in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def table(head: Sequence[str], rows: Rows) -> bytes:
    """CSV with the byte-order mark that Excel needs to read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def file_piece(folder: str, stored: StoredFile, name: str, zh: str, en: str) -> Piece:
    """An uploaded file under the name it came with; its print keeps two of the same name apart."""
    safe = _UNSAFE.sub("-", name).strip(" .")[-120:] or "file"
    return Piece(f"{folder}/{stored.sha256[:8]}-{safe}", f"{zh}：{name}", f"{en}: {name}", stored)


def yuan(fen: int | None) -> float | None:
    """Amounts stand in yuan, as numbers, so that a spreadsheet adds them up."""
    return None if fen is None else fen / 100


def _cell(cell: Any) -> Any:
    if cell is None or isinstance(cell, int | float | bool):
        return cell
    return inert(str(cell))
