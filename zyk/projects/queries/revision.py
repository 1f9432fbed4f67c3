"""Comparing what was handed in, and what a section said at different times."""

from dataclasses import dataclass
from typing import Any

from zyk.projects.models import Revision
from zyk.projects.rules.difference import SAME, Piece, RowChange, row_changes, text_changes


@dataclass(frozen=True)
class Difference:
    """A field that differs: its text in pieces, or its table by rows. `columns` is None for a text."""

    section: dict[str, str]
    title: dict[str, str]
    pieces: list[Piece]
    columns: list[Any] | None = None
    rows: tuple[RowChange, ...] = ()
    unchanged: int = 0


def differences(earlier: Revision, later: Revision, language: str = "zh") -> list[Difference]:
    """Fields whose value differs, in the order of the later revision; then those it no longer has. Files last."""
    found = differences_of(earlier.content.get("sections", []), later.content.get("sections", []), language)
    files = [sorted(f"{file['name']} {file['sha256'][:8]}" for file in each.files) for each in (earlier, later)]
    if files[0] != files[1]:
        words = {"zh": "附件", "en": "Attachments"}
        found.append(Difference(words, words, text_changes("\n".join(files[0]), "\n".join(files[1]))))
    return found


def differences_of(before: list[dict], after: list[dict], language: str = "zh") -> list[Difference]:
    """The same for two lists of readable sections."""
    old, new = _fields(before), _fields(after)
    found = []
    for code in [*new, *(code for code in old if code not in new)]:
        was, now = old.get(code), new.get(code)
        values = (was[2] if was else ""), (now[2] if now else "")
        if values[0] != values[1]:
            section, title, _value = now or was  # type: ignore[misc]
            found.append(difference_of(section, title, *values, language))
    return found


def difference_of(
    section: dict[str, str], title: dict[str, str], before: Any, after: Any, language: str = "zh"
) -> Difference:
    """`before` and `after` are values as `rules.frozen` makes them."""
    columns = next((each["columns"] for each in (after, before) if isinstance(each, dict) and "columns" in each), None)
    if columns is None:
        return Difference(section, title, text_changes(_said(before, language), _said(after, language)))
    changes = row_changes(_rows(before, language), _rows(after, language))
    shown = tuple(row for row in changes if row.kind != SAME)
    return Difference(section, title, [], columns, shown, len(changes) - len(shown))


def _rows(value: Any, language: str) -> list[list[str]]:
    rows = value.get("rows", []) if isinstance(value, dict) else []
    return [[_said(cell, language) for cell in row] for row in rows]


def _said(value: Any, language: str) -> str:
    if isinstance(value, dict):
        return str(value.get(language) or value.get("zh") or "")
    return "" if value is None else str(value)


def _fields(sections: list[dict]) -> dict[tuple[str, str], tuple[dict[str, str], dict[str, str], Any]]:
    return {
        (section["code"], field["code"]): (section["title"], field["title"], field["value"])
        for section in sections
        for field in section["fields"]
    }
