"""imsmanifest.xml: the course's title and rights, its tree of items, and the resources they stand for."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from zyk.interop.cartridge.archive import Archive, child, children, descendants, local, text_of

MANIFEST = "imsmanifest.xml"


@dataclass(frozen=True)
class ManifestResource:
    """One resource: `kind` is its type without version, e.g. webcontent, imsqti, imsdt, imswl, imsbasiclti."""

    identifier: str
    kind: str
    href: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """An item that stands for a resource; None when the manifest has none of that name."""

    title: str
    resource: ManifestResource | None


@dataclass
class Section:
    """A heading of the tree with its entries, in order; deeper headings are laid out flat."""

    title: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Manifest:
    title: str
    rights: str
    sections: tuple[Section, ...]
    resources: dict[str, ManifestResource]


def read_manifest(archive: Archive) -> Manifest:
    """Read and check the manifest; ValidationError says what is broken, e.g. a file it names that is not there."""
    root = archive.xml(MANIFEST)
    if local(root) != "manifest":
        raise ValidationError(_("imsmanifest.xml 的根元素不是 manifest，这不是课件包。"))
    resources = {resource.identifier: resource for resource in _resources(root)}
    if not resources:
        raise ValidationError(_("课件包的清单里没有任何资源。"))
    _check_files(archive, resources)
    return Manifest(
        title=_title(root),
        rights=_rights(root),
        sections=tuple(section for section in _sections(root, resources) if section.entries),
        resources=resources,
    )


def _resources(root: etree._Element) -> list[ManifestResource]:
    found = []
    for element in descendants(root, "resource"):
        files = tuple(each.get("href", "") for each in children(element, "file"))
        found.append(
            ManifestResource(
                identifier=element.get("identifier", ""),
                kind=_kind(element.get("type", "")),
                href=element.get("href") or (files[0] if files else ""),
                files=files,
            )
        )
    return found


def _kind(given: str) -> str:
    """imsqti_xmlv1p2/imscc_xmlv1p1/assessment → imsqti; associatedcontent/… → associatedcontent."""
    return given.split("/")[0].split("_xmlv")[0]


def _check_files(archive: Archive, resources: dict[str, ManifestResource]) -> None:
    for resource in resources.values():
        for name in resource.files:
            if name and name not in archive.names:
                raise ValidationError(_("清单提到的文件“%(name)s”不在课件包里。"), params={"name": name})


def _title(root: etree._Element) -> str:
    titles = [text_of(each) for each in descendants(root, "title")]
    return next((title for title in titles if title), _("未命名课程"))[:160]


def _rights(root: etree._Element) -> str:
    for rights in descendants(root, "rights"):
        description = child(rights, "description")
        if description is not None:
            return text_of(description)[:200]
    return ""


def _sections(root: etree._Element, resources: dict[str, ManifestResource]) -> list[Section]:
    sections: list[Section] = []
    for organization in descendants(root, "organization"):
        top = children(organization, "item")
        # A cartridge has one nameless item above its headings.
        if len(top) == 1 and child(top[0], "title") is None and not top[0].get("identifierref"):
            top = children(top[0], "item")
        loose = Section(title=_("内容"))
        sections.append(loose)
        for item in top:
            _collect(item, loose, sections, resources)
    return sections


def _collect(
    item: etree._Element, current: Section, sections: list[Section], resources: dict[str, ManifestResource]
) -> None:
    title = text_of(child(item, "title"))[:160]
    if item.get("identifierref"):
        resource = resources.get(item.get("identifierref", ""))
        current.entries.append(Entry(title=title or (resource.href if resource else ""), resource=resource))
    below = children(item, "item")
    if below:
        section = Section(title=title or current.title)
        sections.append(section)
        for each in below:
            _collect(each, section, sections, resources)
