"""EPUB: container → package → spine. Chapters come out as raw markup; who shows them cleans them."""

import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from zyk.media.content.markup import local_name, parse_xml

CHAPTER_LIMIT = 500


class Book:
    """Raises KeyError or XMLSyntaxError when the parts that must be there are not."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        container = parse_xml(archive.read("META-INF/container.xml"))
        self.package_path = next(e.get("full-path") for e in container.iter() if local_name(e) == "rootfile")
        self.package = parse_xml(archive.read(self.package_path))
        self.title = self._metadata("title")
        self.language = self._metadata("language")
        self.chapters = self._spine()

    def markup_of(self, chapter: str) -> str:
        return self.archive.read(chapter).decode("utf-8", "replace")

    def _metadata(self, name: str) -> str:
        for element in self.package.iter():
            if local_name(element) == name:
                return " ".join("".join(element.itertext()).split())[:200]
        return ""

    def _spine(self) -> list[str]:
        hrefs = {e.get("id"): e.get("href") for e in self._all("item") if "nav" not in (e.get("properties") or "")}
        folder = posixpath.dirname(self.package_path)
        paths = [
            posixpath.normpath(posixpath.join(folder, unquote(hrefs[item.get("idref")])))
            for item in self._all("itemref")
            if hrefs.get(item.get("idref"))
        ]
        for path in paths:
            self.archive.getinfo(path)
        return paths[:CHAPTER_LIMIT]

    def _all(self, name: str) -> list[Any]:
        return [element for element in self.package.iter() if local_name(element) == name]
