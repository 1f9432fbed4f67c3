"""EPUB chapters as clean text: structure stays, scripts, styles, pictures and links go."""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nh3
from lxml import etree

from zyk.media.enums import PreviewKind
from zyk.media.facts.ebooks import Book
from zyk.media.models import StoredFile
from zyk.media.previews import TEXT_LIMIT, Piece

CHAPTER_BYTES = 1_000_000
TAGS = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "b",
        "i",
        "u",
        "sub",
        "sup",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "caption",
        "ruby",
        "rt",
        "rp",
    ]
)
# A chapter stands inside our page: its headings begin below the page's own.
_LOWER = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}


def pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    texts = []
    with zipfile.ZipFile(path) as archive:
        book = Book(archive)
        for position, chapter in enumerate(book.chapters):
            markup = book.markup_of(chapter)[:CHAPTER_BYTES]
            clean = cleaned(markup)
            words = _words(clean)
            if words:
                texts.append(words)
                yield Piece(PreviewKind.CHAPTER, position=position, title=_title(markup), text=clean)
    stored_file.text = "\n\n".join(texts)[:TEXT_LIMIT]


def cleaned(markup: str) -> str:
    """Markup with only the tags above and no attributes; also called when it is shown."""
    body = re.search(r"<body\b[^>]*>(.*)</body>", markup, re.DOTALL | re.IGNORECASE)
    text = nh3.clean(body.group(1) if body else markup, tags=set(TAGS), attributes={})
    if body:  # on showing, the headings are lowered already
        text = re.sub(r"<(/?)(h[1-6])>", lambda found: f"<{found.group(1)}{_LOWER[found.group(2)]}>", text)
    return text.strip()


def _words(clean: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", html.unescape(nh3.clean(clean, tags=set()))).strip()


def _title(markup: str) -> str:
    tree = etree.HTML(markup.encode())
    for name in ("title", "h1", "h2"):
        text = tree.findtext(f".//{name}") if tree is not None else None
        if text and text.strip():
            return " ".join(text.split())[:200]
    return ""
