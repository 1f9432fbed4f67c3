"""Writes down every edge of every table of moves that the tests walk, when ZYK_EDGES names a file.

`python -m scripts.edges` runs the tests with it and lists the edges that no test walks."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

walked: set[tuple[int, str, str]] = set()


@pytest.fixture(autouse=True, scope="session")
def _recorded() -> Iterator[None]:
    """`move` logs each step by `audit.record`; the table it went by stands in its frame."""
    path = os.environ.get("ZYK_EDGES")
    if not path:
        yield
        return
    from zyk.common import audit

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "record", _recording(audit.record))
        yield
    from scripts.edges import tables

    names = {id(table): name for name, table in tables().items()}
    lines = sorted(f"{names[table]}\t{origin}\t{to}\n" for table, origin, to in walked if table in names)
    with Path(path).open("a", encoding="utf-8") as file:
        file.writelines(lines)


def _recording(record: Any) -> Any:
    def recorded(*args: Any, **words: Any) -> Any:
        caller = sys._getframe(1)
        if words.get("verb") == "move" and "moves" in caller.f_locals:
            walked.add((id(caller.f_locals["moves"]), str(words["from_state"]), str(words["to_state"])))
        return record(*args, **words)

    return recorded
