"""Teaching packages: their standard, title and files, as their own manifest says."""

import json
import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zyk.media.content.markup import local_name, parse_xml
from zyk.media.content.refusals import refused

MANIFESTS = ("imsmanifest.xml", "cmi5.xml", "tincan.xml", "h5p.json", "index.html")
MANIFEST_LIMIT_BYTES = 20 * 1024**2
LISTED_FILES = 500
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def described(archive: zipfile.ZipFile) -> dict[str, Any]:
    """{standard, title, manifest, file_count, files}; refuses an unreadable manifest and missing files."""
    names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    manifest = next(name for name in MANIFESTS if name in names)
    standard, title = _READERS[manifest](archive, manifest, set(names))
    return {
        "standard": standard[:80],
        "title": " ".join(title.split())[:200],
        "manifest": manifest,
        "file_count": len(names),
        "files": sorted(names)[:LISTED_FILES],
    }


def _content_package(archive: zipfile.ZipFile, manifest: str, names: set[str]) -> tuple[str, str]:
    root = _root(archive, manifest)
    missing = sorted(path for path in _named_files(root) - names)
    if missing:
        raise refused(
            _("课件清单里写有“%(name)s”，包里却没有（共缺 %(count)s 个文件）。请重新导出完整的课件包。"),
            "missing-file",
            name=missing[0][-80:],
            count=len(missing),
        )
    schema = " ".join(filter(None, (_first_text(root, "schema"), _first_text(root, "schemaversion"))))
    return schema or "IMS Content Packaging", _first_text(root, "title")


def _named_files(root: Any) -> set[str]:
    """Paths inside the package that `<file href>` names, with every `xml:base` above it applied.

    Associated content (settings of the exporting platform) is left out: real exports often lack it, and
    no lesson stands on it."""
    named = set()
    for element in root.iter():
        href = element.get("href") if local_name(element) == "file" else None
        if not href or (element.getparent().get("type") or "").startswith("associatedcontent/"):
            continue
        bases = [ancestor.get(_XML_BASE) or "" for ancestor in element.iterancestors()]
        path = posixpath.join(*reversed(bases), href)
        parts = urlsplit(path)
        if not parts.scheme and not parts.netloc:
            named.add(posixpath.normpath(unquote(parts.path)))
    return named


def _cmi5(archive: zipfile.ZipFile, manifest: str, names: set[str]) -> tuple[str, str]:
    return "cmi5", _first_text(_root(archive, manifest), "title")


def _tincan(archive: zipfile.ZipFile, manifest: str, names: set[str]) -> tuple[str, str]:
    return "Tin Can (xAPI)", _first_text(_root(archive, manifest), "name")


def _h5p(archive: zipfile.ZipFile, manifest: str, names: set[str]) -> tuple[str, str]:
    try:
        declared = json.loads(_read(archive, manifest))
    except ValueError as error:
        raise _unreadable(manifest) from error
    return "H5P", str(declared.get("title", "")) if isinstance(declared, dict) else ""


def _web(archive: zipfile.ZipFile, manifest: str, names: set[str]) -> tuple[str, str]:
    content = _read(archive, manifest)
    encoding = "utf-8" if _is_utf8(content) else "gb18030"
    tree = etree.HTML(content or b"<html/>", etree.HTMLParser(encoding=encoding))
    return "HTML", (tree.findtext(".//title") or "") if tree is not None else ""


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


_READERS = {
    "imsmanifest.xml": _content_package,
    "cmi5.xml": _cmi5,
    "tincan.xml": _tincan,
    "h5p.json": _h5p,
    "index.html": _web,
}


def _root(archive: zipfile.ZipFile, manifest: str) -> Any:
    try:
        return parse_xml(_read(archive, manifest))
    except etree.XMLSyntaxError as error:
        raise _unreadable(manifest) from error


def _read(archive: zipfile.ZipFile, manifest: str) -> bytes:
    if archive.getinfo(manifest).file_size > MANIFEST_LIMIT_BYTES:
        raise _unreadable(manifest)
    return archive.read(manifest)


def _unreadable(manifest: str) -> Exception:
    return refused(_("课件清单 %(name)s 读不出来，包已损坏。请重新导出课件包再上传。"), "bad-manifest", name=manifest)


def _first_text(root: Any, name: str) -> str:
    for element in root.iter():
        if local_name(element) == name:
            text = " ".join("".join(element.itertext()).split())
            if text:
                return text
    return ""
