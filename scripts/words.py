#!/usr/bin/env python3
"""Keep the words on screen whole in both languages.

scripts/words.py [context …]   add what is missing to the context's English catalogue, with an empty translation
scripts/words.py --check       name every string without English; exit 1 if there is one
scripts/words.py --prune       drop entries that nothing says any more
scripts/words.py --compile     compile the catalogues (.po → .mo)
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import polib  # noqa: E402

from zyk.words import PACKAGE, compile_words  # noqa: E402

HEADER = {
    "Project-Id-Version": "zyk",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# name of the call → positions of context, message, plural
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
CALLS |= {f"{name}_lazy": positions for name, positions in list(CALLS.items())}
CALLS["_"] = CALLS["gettext"]

_STRING = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_TEMPLATE_CALL = re.compile(rf"\b(_|[n]?[p]?gettext(?:_noop|_lazy)?)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)", re.DOTALL)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[-+ #0-9.]*[a-zA-Z]")


@dataclass(frozen=True)
class Message:
    """One string said on screen, and where first."""

    text: str
    plural: str | None
    context: str | None
    where: str

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


def contexts() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))


def catalogue_path(context: str) -> Path:
    return PACKAGE / context / "locale" / "en" / "LC_MESSAGES" / "django.po"


def messages_of(context: str) -> dict[tuple[str | None, str], Message]:
    """Everything the context says. Files beside the contexts (settings, command) belong to `common`."""
    found: dict[tuple[str | None, str], Message] = {}
    for message in _all_messages(context):
        before = found.get(message.key)
        if before is None or (before.plural is None and message.plural is not None):
            found[message.key] = message
    return found


def faults_of(context: str) -> Iterator[str]:
    """Yield one line for each string of the context without whole English."""
    path = catalogue_path(context)
    entries = {(entry.msgctxt, entry.msgid): entry for entry in _read(path)} if path.exists() else {}
    for key, message in sorted(messages_of(context).items(), key=lambda item: (item[1].where, item[1].text)):
        entry = entries.get(key)
        if entry is None or not entry.translated():
            yield f"{message.where}: no English for “{message.text}” in {path.relative_to(ROOT)}"
        elif message.plural is not None and not all(entry.msgstr_plural.get(n) for n in (0, 1)):
            yield f"{message.where}: no English plural for “{message.text}” in {path.relative_to(ROOT)}"
        else:
            yield from _placeholder_faults(message, entry, path)


def unused_in(context: str) -> list[str]:
    path = catalogue_path(context)
    said = messages_of(context)
    return [entry.msgid for entry in _read(path) if (entry.msgctxt, entry.msgid) not in said] if path.exists() else []


def differing_translations() -> Iterator[str]:
    """Yield strings that two contexts translate differently: only the lower context's English is ever shown."""
    first: dict[tuple[str | None, str], tuple[str, str]] = {}
    for context in contexts():
        for entry in _read(catalogue_path(context)) if catalogue_path(context).exists() else []:
            said = entry.msgstr or "|".join(entry.msgstr_plural.values())
            other = first.setdefault((entry.msgctxt, entry.msgid), (context, said))
            if said and other[1] and other[1] != said:
                yield f"“{entry.msgid}” is “{other[1]}” in {other[0]} and “{said}” in {context}"


def update(context: str, *, prune: bool = False) -> tuple[int, int]:
    """Add missing messages to the catalogue (and drop unused ones); return how many were added and dropped."""
    path, messages = catalogue_path(context), messages_of(context)
    if not messages and not path.exists():
        return 0, 0
    entries = {(entry.msgctxt, entry.msgid): entry for entry in _read(path)} if path.exists() else {}
    missing = [message for key, message in messages.items() if key not in entries]
    for message in messages.values():
        entry = entries.get(message.key)
        if entry is not None and message.plural is not None and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr, entry.msgstr_plural = message.plural, "", {0: entry.msgstr, 1: ""}
            missing.append(message)
    unused = [key for key in entries if key not in messages] if prune else []
    if not missing and not unused:
        return 0, 0
    for message in missing:
        entries.setdefault(message.key, _new_entry(message))
    for key in unused:
        del entries[key]
    _write(path, [entries[key] for key in sorted(entries, key=lambda key: (key[1], key[0] or ""))])
    return len(missing), len(unused)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contexts", nargs="*", metavar="context", help="all when none is named")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--prune", action="store_true")
    asked = parser.parse_args()
    unknown = set(asked.contexts) - set(contexts())
    if unknown:
        parser.error(f"no such context: {', '.join(sorted(unknown))} (there are {', '.join(contexts())})")
    chosen = asked.contexts or contexts()
    if asked.compile:
        print(f"{compile_words()} catalogues compiled")
        return 0
    if asked.check:
        return _check(chosen)
    for context in chosen:
        added, dropped = update(context, prune=asked.prune)
        faults = len(list(faults_of(context)))
        if added or dropped or faults:
            print(f"{context}: {added} added, {dropped} dropped, {faults} without English")
    return 0


def _check(chosen: list[str]) -> int:
    faults = [fault for context in chosen for fault in faults_of(context)]
    print("\n".join(faults) if faults else "every string on screen has its English")
    for note in differing_translations():
        print("note:", note)
    for context in chosen:
        for text in unused_in(context):
            print(f"note: {context} no longer says “{text}” (--prune drops it)")
    return 1 if faults else 0


# -- reading sources -----------------------------------------------------------


def _all_messages(context: str) -> Iterator[Message]:
    folder = PACKAGE / context
    sources = sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    if context == "common":
        sources += sorted(PACKAGE.glob("*.py"))
    for path in sources:
        yield from python_messages(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    for path in sorted((folder / "templates").rglob("*")):
        if path.suffix in {".html", ".txt", ".xml"}:
            yield from template_messages(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def python_messages(source: str, where: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source, where)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CALLS:
            said = [
                arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None for arg in node.args
            ]
            yield from _message(name, said, f"{where}:{node.lineno}")


def _literal(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def template_messages(source: str, where: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    code = templatize(source)
    for match in _TEMPLATE_CALL.finditer(code):
        said: list[str | None] = [ast.literal_eval(text) for text in re.findall(_STRING, match[2], re.DOTALL)]
        yield from _message(match[1], said, f"{where}:{code.count(chr(10), 0, match.start()) + 1}")


def _message(name: str, said: list[str | None], where: str) -> Iterator[Message]:
    context_at, text_at, plural_at = CALLS[name]
    pick = lambda at: said[at] if at is not None and at < len(said) else None  # noqa: E731
    text = pick(text_at)
    if text:
        yield Message(text=text, plural=pick(plural_at), context=pick(context_at), where=where)


# -- catalogues ------------------------------------------------------------------


def _read(path: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(path), encoding="utf-8", wrapwidth=110) if not entry.obsolete]


def _write(path: Path, entries: list[polib.POEntry]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = HEADER
    catalogue.extend(entries)
    path.write_text(str(catalogue) + "\n", encoding="utf-8")


def _new_entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgstr="", msgctxt=message.context)
    if message.plural is not None:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: "", 1: ""}
    if "%(" in message.text:
        entry.flags.append("python-format")
    return entry


def _placeholder_faults(message: Message, entry: polib.POEntry, path: Path) -> Iterator[str]:
    expected = set(_PLACEHOLDER.findall(message.text))
    if message.plural:
        expected |= set(_PLACEHOLDER.findall(message.plural))
    for english in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
        strange = set(_PLACEHOLDER.findall(english)) - expected
        lost = expected - set(_PLACEHOLDER.findall(english)) if message.plural is None else set()
        if strange or lost:
            names = ", ".join(sorted(strange | lost))
            yield f"{path.relative_to(ROOT)}: “{message.text}” and its English differ in %({names})"


if __name__ == "__main__":
    sys.exit(main())
