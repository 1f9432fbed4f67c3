"""Words on screen are written in Chinese; their English stands in each context's own locale folder.

The catalogues are compiled here, without the gettext programs, so that one installation suffices."""

import os
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent


def catalogues() -> list[Path]:
    """Every .po file of ours, by context."""
    return sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_words() -> int:
    """Write the .mo of every catalogue that changed since; return how many were written."""
    written = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        _compile(source, target)
        written += 1
    return written


def _compile(source: Path, target: Path) -> None:
    catalogue = polib.pofile(str(source), encoding="utf-8")
    catalogue.metadata.setdefault("Content-Type", "text/plain; charset=UTF-8")
    catalogue.metadata.setdefault("Plural-Forms", "nplurals=2; plural=(n != 1);")
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    catalogue.save_as_mofile(str(unfinished))
    stamp = source.stat()
    os.utime(unfinished, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    os.replace(unfinished, target)
