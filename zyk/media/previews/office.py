"""Word, PowerPoint and Excel as blocks of words: headings, paragraphs and table rows, which our templates set."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from docx import Document
from docx.table import Table
from openpyxl import load_workbook
from pptx import Presentation

from zyk.media.content.texts import decode
from zyk.media.enums import PreviewKind, Remark
from zyk.media.models import StoredFile
from zyk.media.previews import TEXT_LIMIT, Piece

BLOCK_LIMIT = 2000
ROW_LIMIT = 200
COLUMN_LIMIT = 40
CELL_LIMIT = 2000
_HEADING = re.compile(r"^(?:heading|标题)\s*(\d)$", re.IGNORECASE)
Block = dict[str, Any]


def document_pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    with path.open("rb") as stream:
        document = Document(stream)
        blocks = list(islice(_document_blocks(document.iter_inner_content()), BLOCK_LIMIT + 1))
    if len(blocks) > BLOCK_LIMIT:
        _remark_cut(stored_file)
    _keep_text(stored_file, blocks)
    yield Piece(PreviewKind.BLOCKS, blocks=blocks[:BLOCK_LIMIT])


def _document_blocks(parts: Iterable[Any]) -> Iterator[Block]:
    for part in parts:
        if isinstance(part, Table):
            yield _table([[cell.text for cell in row.cells] for row in islice(part.rows, ROW_LIMIT)])
        elif part.text.strip():
            heading = _HEADING.match(part.style.name or "") if part.style is not None else None
            if heading or (part.style is not None and part.style.name == "Title"):
                yield {"type": "heading", "level": int(heading.group(1)) if heading else 1, "text": part.text.strip()}
            else:
                yield {"type": "paragraph", "text": part.text.strip()[:20_000]}


def slide_pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    every: list[Block] = []
    with path.open("rb") as stream:
        for number, slide in enumerate(Presentation(stream).slides):
            title = slide.shapes.title.text_frame.text.strip() if slide.shapes.title is not None else ""
            blocks = list(_slide_blocks(slide.shapes, slide.shapes.title))
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
                notes = slide.notes_slide.notes_text_frame.text.strip()
                blocks += [{"type": "note", "text": notes}] if notes else []
            every += [{"type": "heading", "text": title}, *blocks]
            yield Piece(PreviewKind.BLOCKS, position=number, title=title[:200], blocks=blocks)
    _keep_text(stored_file, every)


def _slide_blocks(shapes: Iterable[Any], title: Any) -> Iterator[Block]:
    for shape in shapes:
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.shape_type == 6:  # a group
            yield from _slide_blocks(shape.shapes, None)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield _table([[cell.text for cell in row.cells] for row in shape.table.rows])
        elif shape.has_text_frame:
            for paragraph in shape.text_frame.paragraphs:
                text = "".join(run.text for run in paragraph.runs).strip()
                if text:
                    yield {"type": "item" if paragraph.level else "paragraph", "text": text}


def sheet_pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    every: list[Block] = []
    for number, (title, rows) in enumerate(_sheets(stored_file, path)):
        table = _table(list(islice(rows, ROW_LIMIT)))
        if next(rows, None) is not None:
            _remark_cut(stored_file)
        every += [{"type": "heading", "text": title}, table]
        yield Piece(PreviewKind.BLOCKS, position=number, title=title[:200], blocks=[table])
    _keep_text(stored_file, every)


def _sheets(stored_file: StoredFile, path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    if stored_file.extension == "csv":
        text, _encoding = decode(path.read_bytes()) or ("", "")
        yield "", iter(csv.reader(io.StringIO(text)))
        return
    with path.open("rb") as stream:
        book = load_workbook(stream, read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield sheet.title, (_cells(row) for row in sheet.iter_rows(values_only=True) if any(row))


def _cells(row: Iterable[Any]) -> list[str]:
    cells = ["" if value is None else str(value) for value in islice(row, COLUMN_LIMIT)]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _table(rows: list[list[str]]) -> Block:
    """Rows of equal length, so that the reader's columns stand under each other."""
    width = min(max((len(row) for row in rows), default=0), COLUMN_LIMIT)
    cut = [[" ".join(cell.split())[:CELL_LIMIT] for cell in row[:width]] for row in rows]
    return {"type": "table", "rows": [row + [""] * (width - len(row)) for row in cut]}


def _keep_text(stored_file: StoredFile, blocks: list[Block]) -> None:
    lines = [block.get("text", "") or "\n".join("\t".join(row) for row in block.get("rows", [])) for block in blocks]
    stored_file.text = "\n".join(lines).strip()[:TEXT_LIMIT]


def _remark_cut(stored_file: StoredFile) -> None:
    if Remark.CUT_SHORT not in stored_file.checks:
        stored_file.checks = [*stored_file.checks, Remark.CUT_SHORT.value]
