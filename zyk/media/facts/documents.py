"""Documents: how many pages, slides, sheets or chapters; opened once to prove that they open."""

import csv
import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pypdfium2
from django.utils.translation import gettext_lazy as _
from docx import Document
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation

from zyk.media import formats
from zyk.media.content.refusals import broken, refused
from zyk.media.content.texts import decode
from zyk.media.enums import Remark
from zyk.media.facts import Facts
from zyk.media.facts.ebooks import Book
from zyk.media.formats import Format

# What the office and ebook readers raise on contents that are not what their container says.
UNREADABLE = (
    *(KeyError, ValueError, AttributeError, IndexError, TypeError, OSError, EOFError),
    *(zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError),
)


def read_pdf(path: Path, content: Format) -> Facts:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise refused(_("这个 PDF 设有打开密码。请去掉密码再上传。"), "encrypted") from error
        raise broken(content) from error
    try:
        if not len(document):
            raise broken(content)
        width, height = document.get_page_size(0)
        return Facts(pages=len(document), more={"page_mm": [round(side / 72 * 25.4) for side in (width, height)]})
    except pypdfium2.PdfiumError as error:
        raise broken(content) from error
    finally:
        document.close()


def read_document(path: Path, content: Format) -> Facts:
    document = _opened(Document, path, content)
    return Facts(more={"paragraphs": len(document.paragraphs), "tables": len(document.tables)})


def read_slides(path: Path, content: Format) -> Facts:
    slides = _opened(Presentation, path, content)
    return Facts(pages=len(slides.slides))


def read_sheet(path: Path, content: Format) -> Facts:
    if content is formats.CSV:
        return _read_csv(path, content)
    with path.open("rb") as stream:
        try:
            book = load_workbook(stream, read_only=True, data_only=True)
            return Facts(pages=len(book.sheetnames), more={"sheets": [name[:100] for name in book.sheetnames[:50]]})
        except UNREADABLE as error:
            raise broken(content) from error


def _read_csv(path: Path, content: Format) -> Facts:
    decoded = decode(path.read_bytes())
    if decoded is None:
        raise broken(content)
    text, encoding = decoded
    try:
        rows = sum(1 for _row in csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise broken(content) from error
    return Facts(more={"rows": rows, "encoding": encoding}, remarks=remarks_on(encoding))


def read_ebook(path: Path, content: Format) -> Facts:
    try:
        with zipfile.ZipFile(path) as archive:
            book = Book(archive)
            return Facts(pages=len(book.chapters), more={"title": book.title, "language": book.language})
    except UNREADABLE as error:
        raise broken(content) from error


def remarks_on(encoding: str) -> list[Remark]:
    return [] if encoding.startswith("utf-8") else [Remark.NOT_UTF8]


def _opened(reader: Any, path: Path, content: Format) -> Any:
    with path.open("rb") as stream:
        try:
            return reader(stream)
        except UNREADABLE as error:
            raise broken(content) from error
