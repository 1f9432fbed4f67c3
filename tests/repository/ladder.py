"""The ladder as `.importlinter` states it, for the tests that ask about more than imports."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "zyk"


def _rows() -> dict[str, int]:
    config = ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    layers = config["importlinter:contract:ladder"]["layers"].split("\n")
    rows = [[name.strip().removeprefix("zyk.") for name in line.split("|")] for line in layers if line.strip()]
    return {name: len(rows) - position for position, row in enumerate(rows) for name in row}


ROW_OF = _rows()


def may_know(upper: str, lower: str) -> bool:
    """True when a context may import or point to another (or is it itself)."""
    return upper == lower or ROW_OF[lower] < ROW_OF[upper]


def template_files() -> list[Path]:
    return sorted(path for path in PACKAGE.glob("*/templates/**/*") if path.suffix in {".html", ".txt", ".xml"})


def context_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]
