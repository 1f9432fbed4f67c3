"""What of the frozen material the public and an expert may read.

The public reads everything but the ways to reach a person; an expert reads the blind copy, in which what
names the unit or the library is replaced once more, whatever the copy holds."""

import re
from collections.abc import Callable
from typing import Any

from zyk.reviews.models import Dossier

HIDDEN = "［已隐去］"
LIBRARY = "本资源库"
ALIAS = re.compile(rf"(?:单位|人员) [A-Z]+|{HIDDEN}|{LIBRARY}")
_CONTACT_CODE = re.compile(r"phone|mobile|e?mail|contact|id_number|address")
_CONTACT_TITLE = re.compile(r"电话|手机|邮箱|电子邮件|联系方式|身份证|住址|银行账")
_NUMBERS = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)"),
)
Sections = list[dict[str, Any]]


def public_sections(content: Sections) -> Sections:
    """The sections without fields and columns for contact data, and with such data in texts hidden."""
    return [
        section | {"fields": [_public_field(each) for each in section["fields"] if not _is_contact(each)]}
        for section in content
    ]


def sections_for(dossier: Dossier, *, is_blind: bool) -> Sections:
    """What an expert of a blind panel reads, or of one that knows whom it judges (a panel of acceptance)."""
    return blind_sections(dossier) if is_blind else public_sections(dossier.content)


def blind_sections(dossier: Dossier) -> Sections:
    """The blind copy; its units must be prefetched where many are shown."""
    names = blind_names(dossier)

    def masked(text: str) -> str:
        for name, alias in names:
            text = text.replace(name, alias)
        return _without_numbers(text)

    return _each_text(dossier.blind_content, masked)


def blind_names(dossier: Dossier) -> list[tuple[str, str]]:
    """Name → alias, the longest name first: the library, then the units, the lead host being A."""
    others = [unit for unit in dossier.organisations.all() if unit.pk != dossier.lead_organisation_id]
    names = [(dossier.title, LIBRARY), (dossier.number, HIDDEN)]
    for place, unit in enumerate([dossier.lead_organisation, *others]):
        alias = f"单位 {chr(ord('A') + place)}" if place < 26 else "单位 Z"
        names += [(name, alias) for name in (unit.name, unit.english_name) if name]
    return sorted(names, key=lambda pair: len(pair[0]), reverse=True)


def _public_field(each: dict[str, Any]) -> dict[str, Any]:
    value = each.get("value")
    if isinstance(value, dict) and "columns" in value:
        kept = [place for place, title in enumerate(value["columns"]) if not _CONTACT_TITLE.search(_zh(title))]
        value = {
            "columns": [value["columns"][place] for place in kept],
            "rows": [[row[place] for place in kept if place < len(row)] for row in value.get("rows", [])],
        }
    return each | {"value": _each_text(value, _without_numbers)}


def _is_contact(each: dict[str, Any]) -> bool:
    return bool(_CONTACT_CODE.search(each.get("code", "")) or _CONTACT_TITLE.search(_zh(each.get("title"))))


def _zh(title: Any) -> str:
    return str(title.get("zh", "")) if isinstance(title, dict) else str(title or "")


def _without_numbers(text: str) -> str:
    for pattern in _NUMBERS:
        text = pattern.sub(HIDDEN, text)
    return text


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(each, change) for each in value]
    if isinstance(value, dict):
        return {key: _each_text(each, change) for key, each in value.items()}
    return value
