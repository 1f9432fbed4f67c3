"""One resource described by the standards others read: IEEE LOM (as CELTS-42 and GB/T 21365 take it) and Dublin Core.

Pure: what may be shown is decided before."""

from typing import Any

from django.conf import settings
from django.utils import translation
from lxml import etree

from zyk.library.enums import Rights
from zyk.library.models import Resource

LOM = "http://ltsc.ieee.org/xsd/LOM"
DC = "http://purl.org/dc/elements/1.1/"
TERMS = "http://purl.org/dc/terms/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DCMI_TYPE = {
    "text": "Text",
    "image": "Image",
    "animation": "MovingImage",
    "simulation": "InteractiveResource",
    "slides": "Text",
    "audio": "Sound",
    "video": "MovingImage",
    "web-courseware": "InteractiveResource",
    "ebook": "Text",
    "other": "Collection",
}
_LOM_TYPE = {
    "exercises": "exercise",
    "simulated-practice": "simulation",
    "practice": "experiment",
    "exam-paper": "exam",
    "teaching-slides": "slide",
    "wall-chart": "figure",
    "lesson-recording": "lecture",
    "teaching-video": "lecture",
}


def dublin_core(resource: Resource) -> dict[str, list[str]]:
    """Element → values, in Chinese as the resource itself is described; nothing that is not known."""
    version = resource.current_version
    file = version.file if version else None
    with translation.override("zh-hans"):
        values = {
            "title": [resource.title],
            "creator": _split(resource.author),
            "subject": [*_split(resource.keywords), *(point.title for point in resource.points.all())],
            "description": [resource.description],
            "publisher": [resource.library.lead_host.name],
            "contributor": [resource.contributor.name],
            "date": [(resource.published_at or resource.created_at).date().isoformat()],
            "type": [_DCMI_TYPE[resource.media_type], resource.get_application_type_display()],
            "format": [file.media_type if file else "text/html" if version else ""],
            "identifier": [address_of(resource), f"urn:uuid:{resource.uuid}"],
            "source": [resource.source],
            "language": _languages(resource),
            "relation": [f"{settings.ZYK_BASE_URL}{resource.library.iri_path}"],
            "coverage": [str(resource.library.specialty)],
            "rights": [resource.get_rights_display(), resource.rights_terms, Rights(resource.rights).deed],
        }
    return {name: kept for name, given in values.items() if (kept := [value for value in given if value])}


def dublin_core_xml(resource: Resource) -> bytes:
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    for name, values in dublin_core(resource).items():
        for value in values:
            etree.SubElement(root, f"{{{DC}}}{name}").text = _clean(value)
    return _bytes(root)


def lom(resource: Resource) -> dict[str, Any]:
    """The same in the categories of LOM."""
    dc, version = dublin_core(resource), resource.current_version
    file = version.file if version else None
    language = _languages(resource)[0]
    with translation.override("zh-hans"):
        described: dict[str, Any] = {
            "general": {
                "identifier": {"catalog": "UUID", "entry": str(resource.uuid)},
                "title": {"string": resource.title},
                "language": _languages(resource),
                "description": {"string": resource.description},
                "keyword": [{"string": word} for word in _split(resource.keywords)],
                "aggregationLevel": _vocabulary("1" if resource.level == "material" else "2"),
            },
            "lifeCycle": {
                "version": {"string": str(version.number) if version else ""},
                "status": _vocabulary("final" if resource.published_at else "draft"),
                "contribute": [_contribution("author", name, resource.created_at) for name in dc.get("creator", [])]
                + [_contribution("publisher", dc["publisher"][0], resource.published_at)],
            },
            "metaMetadata": {"metadataSchema": ["LOMv1.0"], "language": "zh"},
            "technical": {
                "format": dc.get("format", []),
                "size": str(file.size_bytes) if file else "",
                "location": [address_of(resource)],
                "duration": {"duration": f"PT{round(file.duration_seconds)}S"}
                if file and file.duration_seconds
                else {},
            },
            "educational": {
                "learningResourceType": _vocabulary(_LOM_TYPE.get(resource.application_type, "narrative text")),
                "typicalAgeRange": {},
                "intendedEndUserRole": _vocabulary("learner"),
                "context": _vocabulary("higher education"),
                "description": {"string": resource.audience},
                "language": language,
            },
            "rights": {
                "cost": _vocabulary("no"),
                "copyrightAndOtherRestrictions": _vocabulary("no" if resource.rights == Rights.CC0 else "yes"),
                "description": {"string": " ".join(dc["rights"])},
            },
            "relation": [
                {
                    "kind": _vocabulary("ispartof"),
                    "resource": {"description": {"string": resource.library.name}},
                }
            ],
            "classification": [
                {
                    "purpose": _vocabulary("discipline"),
                    "taxonPath": {
                        "source": {"string": "职业教育专业目录"},
                        "taxon": {
                            "id": resource.library.specialty.code,
                            "entry": {"string": resource.library.specialty.name},
                        },
                    },
                },
                *(
                    {
                        "purpose": _vocabulary("competency" if point.kind == "skill" else "educational objective"),
                        "description": {"string": point.title},
                    }
                    for point in resource.points.all()
                ),
            ],
        }
    return {name: _filled(category) for name, category in described.items() if _filled(category)}


def lom_xml(resource: Resource) -> bytes:
    root = etree.Element(f"{{{LOM}}}lom", nsmap={None: LOM})  # type: ignore[dict-item]
    for name, category in lom(resource).items():
        _grow(root, name, category)
    return _bytes(root)


def address_of(resource: Resource) -> str:
    return f"{settings.ZYK_BASE_URL}/libraries/resources/{resource.uuid}/"


def _grow(above: Any, name: str, value: Any) -> None:
    if isinstance(value, list):
        for each in value:
            _grow(above, name, each)
        return
    child = etree.SubElement(above, f"{{{LOM}}}{name}")
    if isinstance(value, dict):
        for key, inside in value.items():
            _grow(child, key, inside)
        return
    child.text = _clean(str(value))
    if name == "string":
        child.set("language", "zh")


def _vocabulary(value: str) -> dict[str, str]:
    return {"source": "LOMv1.0", "value": value}


def _contribution(role: str, name: str, at: Any) -> dict[str, Any]:
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEND:VCARD"
    return {
        "role": _vocabulary(role),
        "entity": card,
        "date": {"dateTime": at.date().isoformat()} if at else {},
    }


def _filled(value: Any) -> Any:
    """Without what is empty, all the way down."""
    if isinstance(value, dict):
        kept = {key: _filled(inside) for key, inside in value.items()}
        return {key: inside for key, inside in kept.items() if inside not in ("", {}, [])}
    if isinstance(value, list):
        return [inside for inside in map(_filled, value) if inside not in ("", {}, [])]
    return value


def _languages(resource: Resource) -> list[str]:
    return {"zh-en": ["zh", "en"], "other": ["und"]}.get(resource.language, [resource.language])


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、") if part.strip()]


def _clean(text: str) -> str:
    """Without characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or ord(c) >= 32)


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
