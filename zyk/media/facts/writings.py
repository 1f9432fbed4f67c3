"""Texts, subtitles and teaching packages."""

import re
import zipfile
from pathlib import Path

from zyk.media.content.packages import described
from zyk.media.content.refusals import broken
from zyk.media.content.texts import decode
from zyk.media.facts import Facts
from zyk.media.facts.documents import remarks_on
from zyk.media.formats import Format

_CUE_TIME = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->", re.MULTILINE)


def read_text(path: Path, content: Format) -> Facts:
    text, encoding = _decoded(path, content)
    return Facts(more={"characters": len(text), "encoding": encoding}, remarks=remarks_on(encoding))


def read_subtitles(path: Path, content: Format) -> Facts:
    text, encoding = _decoded(path, content)
    return Facts(more={"cues": len(_CUE_TIME.findall(text)), "encoding": encoding}, remarks=remarks_on(encoding))


def read_package(path: Path, content: Format) -> Facts:
    with zipfile.ZipFile(path) as archive:
        return Facts(more=described(archive))


def _decoded(path: Path, content: Format) -> tuple[str, str]:
    decoded = decode(path.read_bytes())
    if decoded is None:
        raise broken(content)
    return decoded
