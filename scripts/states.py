#!/usr/bin/env python3
"""Write docs/states.md: every table of allowed moves, as the code has it.

A table is a dictionary named `<THING>_MOVES` in the `enums` of a context: state → the states it may go to."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "states.md"
sys.path.insert(0, str(ROOT))

HEAD = """# States and moves

Written by `scripts/states.py` from the tables in each context's `enums`; a test compares the two.
A state moves only as its table allows, by an action that asks its rule, and every move is an entry in the audit trail.
"""


def states_page() -> str:
    """The whole page, in the order of the ladder; Django must be set up."""
    from django.conf import settings

    parts = [HEAD]
    for context in settings.CONTEXTS:
        sections = [_section(name, moves) for name, moves in _tables(f"{context}.enums")]
        if sections:
            parts.append(f"## {context.removeprefix('zyk.')}\n")
            parts.extend(sections)
    return "\n".join(parts)


def _tables(name: str) -> Iterator[tuple[str, Mapping[Enum, frozenset[Enum]]]]:
    seen: set[int] = set()
    for module in _modules(name):
        for variable, value in vars(module).items():
            if variable.endswith("_MOVES") and isinstance(value, Mapping) and id(value) not in seen:
                seen.add(id(value))
                yield variable, value


def _modules(name: str) -> Iterator[ModuleType]:
    try:
        room = importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return
    yield room
    for part in pkgutil.iter_modules(getattr(room, "__path__", [])):
        yield importlib.import_module(f"{name}.{part.name}")


def _section(name: str, moves: Mapping[Enum, frozenset[Enum]]) -> str:
    kind = type(next(iter(moves)))
    order = list(kind)
    lines = [f"### `{name}`\n", "| state | 中文 | may go to |", "|---|---|---|"]
    for state in order:
        goes_to = [f"`{_value(other)}`" for other in order if other in moves.get(state, ())]
        lines.append(f"| `{_value(state)}` | {_label(state)} | {', '.join(goes_to) or 'end'} |")
    return "\n".join([*lines, ""])


def _value(state: Enum) -> str:
    return str(state.value)


def _label(state: Enum) -> str:
    from django.utils.translation import override

    with override("zh-hans"):
        return str(getattr(state, "label", state.name))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zyk.settings")
    import django

    django.setup()
    TARGET.write_text(states_page(), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)} written")
