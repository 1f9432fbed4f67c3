"""What a parser lets pass and the standard does not: a key that stands twice in one object, nesting without end."""

import json
import re
from typing import Any

import msgspec

from zyk.records.refusals import NotAStatement

DEEPEST = 64  # levels; a statement of the standard's own shapes has about ten
_MARKS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def refuse_crooked(text: bytes) -> None:
    """Raises NotAStatement on a doubled key or on nesting beyond DEEPEST; anything not JSON is left to the parser."""
    if text.count(b"{") + text.count(b"[") > DEEPEST:
        refuse_deep(text)
    try:
        if msgspec.json.encode(msgspec.json.decode(text)) == msgspec.json.format(text, indent=-1):
            return  # written out again it is the same: no key was lost. Escapes or odd numbers need the slow look
        json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_constant)
    except RecursionError as error:
        raise NotAStatement("", "nested too deeply") from error
    except (msgspec.DecodeError, ValueError) as error:
        if isinstance(error, NotAStatement):
            raise


def refuse_deep(text: bytes) -> None:
    depth = 0
    for mark in _MARKS.finditer(text):
        first = text[mark.start()]
        if first in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise NotAStatement("", f"nested deeper than {DEEPEST} levels")
        elif first in b"]}":
            depth -= 1


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _value in pairs:
            if name in seen:
                raise NotAStatement("", f"the key {name[:80]!r} stands twice in one object")
            seen.add(name)
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)
