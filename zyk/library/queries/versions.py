"""What differs between two versions of a resource."""

import re
from dataclasses import dataclass
from difflib import unified_diff

from django.utils.translation import gettext as _

from zyk.common.audit import history_of
from zyk.common.templatetags.zyk import filesize_words
from zyk.library.models import Resource, ResourceVersion
from zyk.library.pages import plain

_BLOCK = re.compile(r"</(?:p|li|h[2-6]|tr|blockquote|pre|figcaption|dd|dt)>|<br ?/?>")
MOST_LINES = 400


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


def content_facts(old: ResourceVersion, new: ResourceVersion) -> list[Difference]:
    """File name, format, size, length, picture size and fingerprint of both."""
    before, after = _facts(old), _facts(new)
    return [Difference(label, before[label], after[label]) for label in before]


def changed_lines(old: ResourceVersion, new: ResourceVersion) -> list[tuple[str, str]]:
    """(sign, line) of two pages of text as in a unified diff; empty when one of them is a file."""
    if old.file_id or new.file_id:
        return []
    found = unified_diff(_lines(old.body), _lines(new.body), lineterm="", n=2)
    return [(line[0], line[1:]) for line in found if not line.startswith(("---", "+++", "@@"))][:MOST_LINES]


def described_between(resource: Resource, old: ResourceVersion, new: ResourceVersion) -> list[Difference]:
    """Fields of the description as they were when the old version was made and when the new one was, from the trail."""
    changed: dict[str, list[str]] = {}
    entries = history_of(resource).filter(verb="edit", at__gt=old.made_at, at__lte=new.made_at).order_by("sequence")
    for entry in entries:
        for name, (before, after) in entry.facts.get("changes", {}).items():
            changed.setdefault(name, [before, after])[1] = after
    return [Difference(_label(name), *pair) for name, pair in changed.items() if pair[0] != pair[1]]


def _label(name: str) -> str:
    return str(Resource._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _facts(version: ResourceVersion) -> dict[str, str]:
    file = version.file
    width, height, length = (getattr(file, name, None) for name in ("width", "height", "duration_seconds"))
    return {
        _("文件名"): version.file_name or "—",
        _("格式"): file.extension.upper() if file else "HTML",
        _("大小"): filesize_words(file.size_bytes if file else len(version.body.encode())),
        _("时长"): f"{length:g} s" if length else "—",
        _("画面"): f"{width} × {height}" if width and height else "—",
        _("内容指纹（SHA-256）"): version.content_sha256,
    }


def _lines(body: str) -> list[str]:
    return [text for block in _BLOCK.split(body) if (text := plain(block))]
