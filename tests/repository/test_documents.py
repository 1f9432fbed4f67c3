"""What the documents say is what the code does."""

import importlib
import re

from django.apps import apps
from django.conf import settings
from django.dispatch import Signal

from scripts.states import TARGET, states_page
from tests.repository.ladder import PACKAGE, ROOT

READ_FROM_ENVIRONMENT = re.compile(r"\benv\.\w+\(\s*\"([A-Z_0-9]+)\"")
DOCUMENTED_SETTING = re.compile(r"^\| `((?:ZYK_|DATABASE_)[A-Z_0-9]+)` \|", re.M)


def test_every_setting_is_in_the_operations_document() -> None:
    read = set(READ_FROM_ENVIRONMENT.findall((PACKAGE / "settings.py").read_text(encoding="utf-8")))
    documented = set(DOCUMENTED_SETTING.findall((ROOT / "docs/operations.md").read_text(encoding="utf-8")))
    assert documented == read


def test_only_the_settings_file_reads_the_environment() -> None:
    reading = re.compile(r"\benviron\[|\benviron\.get\b|\bgetenv\b")
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.py")
        if path.name != "settings.py" and reading.search(path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []


def test_every_model_has_its_word_in_the_glossary() -> None:
    words = set(re.findall(r"\b[A-Z]\w+\b", " ".join(re.findall(r"`([^`]+)`", _glossary()))))
    without = [
        model._meta.label
        for context in settings.CONTEXTS
        for model in apps.get_app_config(context.removeprefix("zyk.")).get_models()
        if model.__name__ not in words
    ]
    assert without == []


def test_every_state_table_is_documented() -> None:
    """If this fails, the tables changed: run scripts/states.py."""
    assert TARGET.read_text(encoding="utf-8") == states_page()


def test_every_signal_is_listed_in_the_architecture() -> None:
    """Signals are the only way news travels upwards, so they must stay few and known."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+\.\w+)` \|", text, re.M))
    assert listed == {
        f"{context}.{name}"
        for context in (path.parent.name for path in PACKAGE.glob("*/signals.py"))
        for name, value in vars(importlib.import_module(f"zyk.{context}.signals")).items()
        if isinstance(value, Signal) and not name.startswith("_")
    }


def test_every_direct_dependency_is_explained() -> None:
    explained = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    unexplained = [
        f"{source.name}: {name}"
        for source in sorted((ROOT / "requirements").glob("*.in"))
        for name in re.findall(r"^[A-Za-z][\w.-]*", source.read_text(encoding="utf-8"), re.M)
        if f"| {name.lower()}" not in explained
    ]
    assert unexplained == []


def _glossary() -> str:
    return (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
