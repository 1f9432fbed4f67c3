"""PDF: pictures of the first pages, each with its text for those who cannot see it; all text for finding."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from zyk.media.enums import PreviewKind
from zyk.media.models import StoredFile
from zyk.media.previews import TEXT_LIMIT, Piece
from zyk.media.previews.pictures import SMALL_PIXELS, picture

PAGES_SHOWN = 20
PAGES_READ = 500
PAGE_PIXELS = 1400


def pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    document = pypdfium2.PdfDocument(path)
    try:
        texts, length = [], 0
        for number in range(min(len(document), PAGES_READ)):
            page = document[number]
            text = _text(page)
            if number < PAGES_SHOWN:
                image = page.render(scale=PAGE_PIXELS / max(*page.get_size(), 1)).to_pil()
                yield picture(image, PreviewKind.PAGE, PAGE_PIXELS, position=number, text=text)
                if number == 0:
                    yield picture(image, PreviewKind.THUMBNAIL, SMALL_PIXELS)
            page.close()
            texts.append(text)
            length += len(text)
            if number >= PAGES_SHOWN and length > TEXT_LIMIT:
                break
        stored_file.text = "\n\n".join(texts)[:TEXT_LIMIT]
    finally:
        document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    reader = page.get_textpage()
    try:
        return reader.get_text_bounded().replace("\r\n", "\n").replace("\x00", "").strip()
    finally:
        reader.close()
