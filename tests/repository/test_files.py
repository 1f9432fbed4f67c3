"""Habits that hold for every file."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.repository.ladder import PACKAGE, ROOT, template_files

LONGEST = 500
INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\b(?:src=|type=\"application/json\"))|\sstyle\s*=|\s(?:on[a-z]+|hx-on[:\w-]*)\s*=\s*[\"']|javascript:",
    re.I,
)
COMMENTS = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.S)


def test_no_template_carries_inline_script_or_style() -> None:
    """The Content-Security-Policy would stop it anyway, silently."""
    inline = [
        f"{path.relative_to(PACKAGE)}: {found[0].strip()}"
        for path in template_files()
        for found in INLINE.finditer(COMMENTS.sub("", path.read_text(encoding="utf-8")))
    ]
    assert inline == []


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {str(path.relative_to(ROOT)): _length(path) for path in _written_by_hand()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_locks_name_no_address() -> None:
    locks = sorted((ROOT / "requirements").glob("*.lock"))
    assert {lock.stem for lock in locks} == {source.stem for source in (ROOT / "requirements").glob("*.in")}
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []


def test_the_front_end_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_every_model_change_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _written_by_hand() -> list[Path]:
    return [
        path
        for folder in ("zyk", "scripts", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".js", ".css"} and not {"vendor", "migrations"} & set(path.parts)
    ]


def _length(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")
