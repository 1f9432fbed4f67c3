"""Making the pieces of a preview. Each maker reads a local path and gives pieces; nothing is kept here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zyk.media.enums import FileKind, PreviewKind
from zyk.media.models import StoredFile

TEXT_LIMIT = 400_000


@dataclass
class Piece:
    """What one FilePreview row will hold; `content` goes to the store, everything else into the row."""

    kind: PreviewKind
    position: int = 0
    title: str = ""
    content: bytes = b""
    media_type: str = ""
    suffix: str = ""
    width: int | None = None
    height: int | None = None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""


Maker = Callable[[StoredFile, Path], Iterator[Piece]]


def maker_of(kind: str) -> Maker | None:
    """The maker for a kind of file; None where its facts say all there is to show."""
    from zyk.media.previews import captions, ebooks, office, pdf, pictures, recordings

    makers: dict[str, Maker] = {
        FileKind.VIDEO: recordings.pieces,
        FileKind.IMAGE: pictures.pieces,
        FileKind.PDF: pdf.pieces,
        FileKind.DOCUMENT: office.document_pieces,
        FileKind.SLIDES: office.slide_pieces,
        FileKind.SHEET: office.sheet_pieces,
        FileKind.EBOOK: ebooks.pieces,
        FileKind.SUBTITLES: captions.pieces,
        FileKind.TEXT: captions.text_pieces,
    }
    return makers.get(kind)
