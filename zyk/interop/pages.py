"""HTML pages of a package made pages of ours: links to the package's own files lead to the files taken over."""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import unquote

FILEBASE = "$IMS-CC-FILEBASE$"
FOLDER = "web_resources/"
_LINK = re.compile(r"""(src|href)=(["'])(.*?)\2""", re.IGNORECASE)


def body_of(page: bytes) -> tuple[str, str]:
    """(title, inner HTML of the body) of a page; a fragment without body is the body."""
    text = page.decode("utf-8", errors="replace")
    title = re.search(r"<title>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    inner = re.search(r"<body[^>]*>(.*)</body>", text, re.IGNORECASE | re.DOTALL)
    words = unescape(title.group(1)) if title else ""
    return words.strip(), (inner.group(1) if inner else text).strip()


def with_own_links(body: str, addresses: Mapping[str, str]) -> str:
    """Replace links to files of the package (`addresses`: path in the package → our address)."""

    def replaced(match: re.Match[str]) -> str:
        address = addresses.get(path_in_package(match[3]))
        return f'{match[1]}="{address}"' if address else match[0]

    return _LINK.sub(replaced, body)


def path_in_package(link: str) -> str:
    """The path a link names, from the package's root."""
    plain = unquote(link.replace("&amp;", "&")).split("?")[0]
    return FOLDER + plain.removeprefix(FILEBASE).lstrip("/") if plain.startswith(FILEBASE) else plain
