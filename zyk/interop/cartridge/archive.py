"""A package opened safely: nothing is unpacked to disk, no name leaves the package, no bomb goes off."""

from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 1024**3
MAX_XML_BYTES = 10 * 1024**2


class Archive:
    """A ZIP file whose entries are read by their names; the file must stay open."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zip = ZipFile(file)
        except (BadZipFile, ValueError, OSError) as error:
            raise ValidationError(_("不是有效的课件包：文件不是 ZIP 格式，或已损坏。")) from error
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
            raise ValidationError(_("课件包解压后过大，不能导入。"))
        for entry in self._zip.infolist():
            if not _stays_inside(entry.filename):
                raise ValidationError(
                    _("课件包里有指向包外的路径“%(name)s”，已拒绝导入。"), params={"name": entry.filename[:120]}
                )
        self.names = frozenset(entry.filename for entry in entries)

    def size_of(self, name: str) -> int:
        return self._zip.getinfo(name).file_size

    def open(self, name: str) -> BinaryIO:
        return self._zip.open(name)  # type: ignore[return-value]

    def read(self, name: str) -> bytes:
        """The whole content; ValidationError when the entry is damaged."""
        try:
            return self._zip.read(name)
        except (BadZipFile, OSError, RuntimeError) as error:
            raise ValidationError(_("课件包里的“%(name)s”已损坏。"), params={"name": name}) from error

    def xml(self, name: str) -> etree._Element:
        """The root of an XML file, read without entities or network; ValidationError names the file and line."""
        if name not in self.names:
            raise ValidationError(_("课件包缺少文件“%(name)s”。"), params={"name": name})
        if self.size_of(name) > MAX_XML_BYTES:
            raise ValidationError(_("课件包里的“%(name)s”过大。"), params={"name": name})
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise ValidationError(
                _("课件包里的“%(name)s”第 %(line)s 行不是有效的 XML。"),
                params={"name": name, "line": error.lineno or 1},
            ) from error
        return root


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in (path.parts[0] if path.parts else "")


def local(element: etree._Element) -> str:
    """The tag's name without its namespace, which differs between versions of the standard."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if local(child) == name]


def child(element: etree._Element, name: str) -> etree._Element | None:
    return next(iter(children(element, name)), None)


def descendants(element: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in element.iter() if local(each) == name]


def text_of(element: etree._Element | None) -> str:
    return "".join(str(text) for text in element.itertext()).strip() if element is not None else ""
