"""Comparing what was handed in."""

from dataclasses import dataclass
from typing import Any

from zyk.projects.models import Revision


@dataclass(frozen=True)
class Difference:
    """A field that differs between two revisions; a side without the field is None."""

    section: dict[str, str]
    title: dict[str, str]
    before: Any
    after: Any


def differences(earlier: Revision, later: Revision) -> list[Difference]:
    """Fields whose value differs, in the order of the later revision; then those it no longer has. Files last."""
    old, new = _fields(earlier), _fields(later)
    codes = [*new, *(code for code in old if code not in new)]
    found = []
    for code in codes:
        before, after = old.get(code), new.get(code)
        values = (before[2] if before else None), (after[2] if after else None)
        if values[0] != values[1]:
            section, title, _value = after or before  # type: ignore[misc]
            found.append(Difference(section, title, *values))
    files = [sorted(f"{file['name']} {file['sha256'][:8]}" for file in each.files) for each in (earlier, later)]
    if files[0] != files[1]:
        words = {"zh": "附件", "en": "Attachments"}
        found.append(Difference(words, words, "\n".join(files[0]), "\n".join(files[1])))
    return found


def _fields(revision: Revision) -> dict[tuple[str, str], tuple[dict[str, str], dict[str, str], Any]]:
    return {
        (section["code"], field["code"]): (section["title"], field["title"], field["value"])
        for section in revision.content.get("sections", [])
        for field in section["fields"]
    }
