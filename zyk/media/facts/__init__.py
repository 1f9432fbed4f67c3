"""What can be measured about an accepted format. Reading also proves that the file opens: a broken one is refused."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zyk.media.enums import FileKind, Remark
from zyk.media.formats import Format


@dataclass
class Facts:
    """The columns of StoredFile, plus `more` for its `facts`."""

    width: int | None = None
    height: int | None = None
    duration_seconds: float | None = None
    pages: int | None = None
    more: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def facts_of(path: Path, content: Format) -> Facts:
    """Measure `path`. Raises ValidationError when the content cannot be opened."""
    from zyk.media.facts import documents, models3d, pictures, recordings, writings

    readers = {
        FileKind.VIDEO: recordings.read,
        FileKind.AUDIO: recordings.read,
        FileKind.IMAGE: pictures.read_image,
        FileKind.VECTOR: pictures.read_vector,
        FileKind.PDF: documents.read_pdf,
        FileKind.DOCUMENT: documents.read_document,
        FileKind.SLIDES: documents.read_slides,
        FileKind.SHEET: documents.read_sheet,
        FileKind.EBOOK: documents.read_ebook,
        FileKind.MODEL: models3d.read,
        FileKind.SUBTITLES: writings.read_subtitles,
        FileKind.TEXT: writings.read_text,
        FileKind.PACKAGE: writings.read_package,
    }
    return readers[content.kind](path, content)
