"""Subtitles as WebVTT in UTF-8, which every browser reads; plain text in the row."""

import re
from collections.abc import Iterator
from pathlib import Path

from zyk.media.content.texts import decode
from zyk.media.enums import PreviewKind, Remark
from zyk.media.models import StoredFile
from zyk.media.previews import TEXT_LIMIT, Piece

_SRT_TIME = re.compile(r"(\d{1,2}:\d{2}:\d{2}),(\d{1,3})")
_NOT_SPOKEN = re.compile(r"^(WEBVTT|NOTE|STYLE|REGION|\d+$)|-->")


def pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    text = _read(path)
    if stored_file.extension == "srt":
        text = "WEBVTT\n\n" + _SRT_TIME.sub(r"\1.\2", text)
    spoken = [line.strip() for line in text.splitlines() if line.strip() and not _NOT_SPOKEN.search(line.strip())]
    stored_file.text = re.sub(r"<[^>]+>", "", "\n".join(spoken))[:TEXT_LIMIT]
    yield Piece(PreviewKind.CAPTIONS, content=text.encode(), media_type="text/vtt", suffix="vtt")


def text_pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    text = _read(path)
    if len(text) > TEXT_LIMIT and Remark.CUT_SHORT not in stored_file.checks:
        stored_file.checks = [*stored_file.checks, Remark.CUT_SHORT.value]
    stored_file.text = text[:TEXT_LIMIT]
    yield Piece(PreviewKind.BLOCKS, blocks=[{"type": "text"}])


def _read(path: Path) -> str:
    decoded = decode(path.read_bytes())
    return decoded[0].replace("\r\n", "\n").replace("\r", "\n") if decoded else ""
