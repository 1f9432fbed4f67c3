"""Texts: which encoding, which format. UTF-8 and UTF-16 with a mark are sure; else GB18030 is tried."""

import codecs
import re
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zyk.media import formats
from zyk.media.content.markup import refuse_active_svg
from zyk.media.content.refusals import refused
from zyk.media.formats import Format

LIMIT_BYTES = 20 * 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_SRT = re.compile(r"\A\s*\d+\s*\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")
_HTML = re.compile(r"\A\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE | re.DOTALL)
_BY_NAME = {"csv": formats.CSV, "md": formats.MARKDOWN, "markdown": formats.MARKDOWN, "tex": formats.TEX}


def decode(content: bytes) -> tuple[str, str] | None:
    """(text, encoding), or None when the bytes are no text."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text, encoding
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "gb18030")


def by_text(path: Path, named: str) -> Format | None:
    """The text format in `path`, None when it is no text; refuses pages and scripts."""
    if path.stat().st_size > LIMIT_BYTES:
        return None
    content = path.read_bytes()
    decoded = decode(content)
    if decoded is None:
        return None
    text = decoded[0]
    if _HTML.match(text):
        raise refused(
            _(
                "这是网页（HTML），平台不直接收网页文件。"
                "请把整个网页课件打成 ZIP 包（首页名为 index.html）上传，或存为 PDF。"
            ),
            "forbidden",
        )
    if named in formats.SCRIPT_EXTENSIONS:
        raise refused(_("这是脚本程序，平台不收脚本。如需展示代码，请放进 PDF 或 DOCX 文稿。"), "forbidden")
    if text.lstrip().startswith(("<?xml", "<svg", "<!DOCTYPE svg")):
        refuse_active_svg(content)
        return formats.SVG
    if text.lstrip().startswith("WEBVTT"):
        return formats.VTT
    return formats.SRT if _SRT.match(text) else _BY_NAME.get(named, formats.TXT)
