"""Lists the edges of the state machines that no test walks: `python -m scripts.edges [context…] [-- pytest words]`.

Without a context: projects and reviews. Exits with 1 when an edge is left."""

import importlib
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
CONTEXTS = ("projects", "reviews")
Edge = tuple[str, str, str]


def tables(contexts: tuple[str, ...] = CONTEXTS) -> dict[str, Mapping[Any, frozenset[Any]]]:
    """The tables of moves by name: `projects.APPLICATION_MOVES`."""
    found: dict[str, Mapping[Any, frozenset[Any]]] = {}
    for context in contexts:
        home = importlib.import_module(f"zyk.{context}.enums")
        modules = [home]
        for info in pkgutil.iter_modules(getattr(home, "__path__", [])):
            modules.append(importlib.import_module(f"{home.__name__}.{info.name}"))
        for module in modules:
            for name, value in vars(module).items():
                if name.endswith("_MOVES"):
                    found[f"{context}.{name}"] = value
    return found


def edges(contexts: tuple[str, ...] = CONTEXTS) -> set[Edge]:
    return {
        (name, str(origin), str(to))
        for name, table in tables(contexts).items()
        for origin, following in table.items()
        for to in following
    }


def walked(path: Path) -> set[Edge]:
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {(name, origin, to) for name, origin, to in lines}


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zyk.settings")
    django.setup()
    at = words.index("--") if "--" in words else len(words)
    contexts, more = tuple(words[:at]) or CONTEXTS, words[at + 1 :]
    folders = [f"tests/{context}" for context in contexts]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edges"
        path.touch()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.edges", *folders, "tests/journey", *more]
        failed = subprocess.run(command, cwd=ROOT, env={**os.environ, "ZYK_EDGES": str(path)}, check=False).returncode
        left = sorted(edges(contexts) - walked(path))
    for name, origin, to in left:
        print(f"{name}: {origin} → {to}")
    print(f"{len(edges(contexts)) - len(left)} of {len(edges(contexts))} edges walked")
    return 1 if failed or left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
