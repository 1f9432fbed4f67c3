"""What a new version changes, entry by entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zyk.rulebook.edition import Edition
from zyk.rulebook.reading import paths_of, plain


@dataclass(frozen=True)
class Change:
    """`before` is None for what is new, `after` for what is gone; an unknown figure is an empty text."""

    place: str
    before: str | None
    after: str | None


def changes(before: Edition, after: Edition) -> list[Change]:
    """All that differs between two editions, in the order of the new one; entries go by their code."""
    return list(_changes(before, after))


def _changes(before: Edition, after: Edition) -> Iterator[Change]:
    old = dict(paths_of(plain(before)))
    new = dict(paths_of(plain(after)))
    for path, value in new.items():
        if path not in old or old[path] != value:
            yield Change(_place(path), _said(old[path]) if path in old else None, _said(value))
    for path, value in old.items():
        if path not in new:
            yield Change(_place(path), _said(value), None)


def _place(path: tuple[Any, ...]) -> str:
    return " › ".join(str(step) for step in path)


def _said(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
