"""Attachments for blind reviewers: what names the applicant is painted over or replaced, or the file is withheld.

A PDF is drawn page by page as pictures with the names covered, so that neither text, annotations nor properties of the
original remain. Word and Excel files are rewritten without properties, comments and headers that tell. Whatever cannot
be looked into (pictures, scans, embedded objects, other formats) is withheld, and the reviewer is told so."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from zyk.reviews.enums import Withheld

MOST_PAGES = 200
PIXELS_PER_POINT = 1.6
LEAST_TEXT = 1

Names = Sequence[tuple[str, str]]  # name → alias, the longest first


class NotBlind(Exception):
    """The file cannot be made blind; `why` is a `Withheld`."""

    def __init__(self, why: Withheld) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Blinded:
    content: bytes
    extension: str
    replaced: int


def blinded_copy(path: Path, extension: str, names: Names) -> Blinded:
    """The copy a blind reviewer may read. NotBlind when nobody could vouch for it."""
    makers = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "txt": _text, "csv": _text}
    extension = extension.lower().lstrip(".")
    if extension in {"png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff"}:
        raise NotBlind(Withheld.PICTURE)
    maker = makers.get(extension)
    if maker is None:
        raise NotBlind(Withheld.FORMAT)
    try:
        content, replaced = maker(path, names)
    except NotBlind:
        raise
    except (BadZipFile, KeyError, OSError, ValueError, RuntimeError) as error:
        raise NotBlind(Withheld.BROKEN) from error
    return Blinded(content, extension, replaced)


def _pdf(path: Path, names: Names) -> tuple[bytes, int]:
    import pypdfium2
    from PIL import ImageDraw

    replaced, pages = 0, []
    with pypdfium2.PdfDocument(path) as document:
        if len(document) > MOST_PAGES:
            raise NotBlind(Withheld.LONG)
        for page in document:
            texts = page.get_textpage()
            if texts.count_chars() < LEAST_TEXT and any(True for _ in page.get_objects()):
                raise NotBlind(Withheld.SCAN)
            if any(each.type == 3 for each in page.get_objects(max_depth=4)):  # FPDF_PAGEOBJ_IMAGE
                raise NotBlind(Withheld.EMBEDDED)
            picture = page.render(scale=PIXELS_PER_POINT, may_draw_forms=True).to_pil().convert("RGB")
            brush = ImageDraw.Draw(picture)
            height = page.get_height()
            for first, number in _places(texts, names):
                replaced += 1
                for each in range(texts.count_rects(first, number)):
                    left, bottom, right, top = texts.get_rect(each)
                    box = (left, height - top, right, height - bottom)
                    brush.rectangle([edge * PIXELS_PER_POINT for edge in box], fill="black")
            pages.append(picture)
    if not pages:
        raise NotBlind(Withheld.BROKEN)
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=72 * PIXELS_PER_POINT)
    return buffer.getvalue(), replaced


def _places(texts: Any, names: Names) -> Iterator[tuple[int, int]]:
    """First character and length of every name on the page, also of one that is broken over lines."""
    from pypdfium2 import raw

    kept = []  # (character, its place), blanks left out
    for place in range(texts.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(texts, place))
        if not letter.isspace() and letter not in "\x00\x02\ufffe":
            kept.append((letter.lower()[:1], place))
    text = "".join(letter for letter, _ in kept)
    for name, _alias in names:
        wanted = "".join(letter.lower()[:1] for letter in name if not letter.isspace())
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            first, last = kept[at][1], kept[at + len(wanted) - 1][1]
            yield first, last - first + 1
            at = text.find(wanted, at + len(wanted))


def _docx(path: Path, names: Names) -> tuple[bytes, int]:
    from docx import Document
    from docx.table import Table

    _refuse_embedded(path, ("word/media/", "word/embeddings/", "word/charts/", "word/diagrams/"))
    source, copy = Document(io.BytesIO(path.read_bytes())), Document()
    replaced = 0
    for block in source.iter_inner_content():
        if isinstance(block, Table):
            table = copy.add_table(rows=0, cols=len(block.columns), style="Table Grid")
            for row in block.rows:
                cells = table.add_row().cells
                for place, cell in enumerate(row.cells[: len(cells)]):
                    cells[place].text, number = _masked(cell.text, names)
                    replaced += number
        else:
            text, number = _masked(block.text, names)
            style = block.style.name if block.style is not None else ""
            level = style.removeprefix("Heading ") if style.startswith("Heading ") else ""
            if level.isdigit() and int(level) <= 9:
                copy.add_heading(text, level=int(level))
            else:
                copy.add_paragraph(text)
            replaced += number
    for name in ("author", "last_modified_by", "title", "subject", "keywords", "comments", "category"):
        setattr(copy.core_properties, name, "")
    buffer = io.BytesIO()
    copy.save(buffer)
    return buffer.getvalue(), replaced


def _xlsx(path: Path, names: Names) -> tuple[bytes, int]:
    """Values alone go into a new workbook: no properties, comments, drawings, names or hidden formulas."""
    from openpyxl import Workbook, load_workbook

    _refuse_embedded(path, ("xl/media/", "xl/embeddings/"))
    source, copy = load_workbook(io.BytesIO(path.read_bytes()), data_only=True), Workbook()
    copy.remove(copy.worksheets[0])
    copy.properties.creator = ""
    replaced = 0
    for sheet in source.worksheets:
        title, number = _masked(sheet.title, names)
        target = copy.create_sheet(title[:31])
        replaced += number
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                value = cell.value
                if isinstance(value, str):
                    value, number = _masked(value, names)
                    replaced += number
                target.cell(row=cell.row, column=cell.column, value=value)
    buffer = io.BytesIO()
    copy.save(buffer)
    return buffer.getvalue(), replaced


def _text(path: Path, names: Names) -> tuple[bytes, int]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text, number = _masked(raw.decode(encoding), names)
            return text.encode("utf-8-sig"), number
        except UnicodeDecodeError:
            continue
    raise NotBlind(Withheld.BROKEN)


def _refuse_embedded(path: Path, folders: tuple[str, ...]) -> None:
    with ZipFile(path) as archive:
        if any(name.startswith(folders) for name in archive.namelist()):
            raise NotBlind(Withheld.EMBEDDED)


def _masked(text: str, names: Names) -> tuple[str, int]:
    number = 0
    for name, alias in names:
        number += text.count(name)
        text = text.replace(name, alias)
    return text, number
