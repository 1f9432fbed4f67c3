"""What was counted of a library, or of all of them, is kept until something of it is indexed anew, a few minutes at
most. Each server process keeps its own; the page says when it was counted."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any, TypeVar

from zyk.library.models import Library

T = TypeVar("T")
SECONDS = 300
ROOM = 5000
_counted: dict[Hashable, tuple[float, Any]] = {}


def kept(key: Hashable, library: Library | None, count: Callable[[], T]) -> T:
    """The figure of this name; counted when the library has changed since, or the time is over."""
    key = (key, library.pk if library else None, library.indexed_at if library else _rounds[0])
    known = _counted.get(key)
    if known and known[0] > monotonic():
        return known[1]  # type: ignore[no-any-return]
    value = count()
    if len(_counted) >= ROOM:
        _counted.clear()
    _counted[key] = (monotonic() + SECONDS, value)
    return value


def count_anew() -> None:
    """Something was indexed in this process: figures over all libraries are counted again here at once."""
    _rounds[0] += 1


def forget_counts() -> None:
    _counted.clear()


_rounds = [0]
