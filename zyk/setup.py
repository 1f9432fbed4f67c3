"""What must be done once before serving, and again only when its sources change.

Each step leaves a stamp beside the data. Checking the stamps needs no Django, so a start with
nothing to do is quick. With a database server the database steps are always asked: they
change nothing when there is nothing to change."""

import hashlib
import io
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from zyk import settings
from zyk.words import catalogues, compile_words

PACKAGE = Path(__file__).resolve().parent
STAMPS = settings.DATA_DIR / "stamps"
ACCOUNTS_CARD = settings.DATA_DIR / "demonstration.txt"


def set_up(*, demo: bool = False, force: bool = False) -> int:
    """Do every step that is not done yet, with a line for each; return the exit status."""
    steps: list[tuple[str, str, bool, Callable[[], None]]] = [
        ("words", "compiling the words of both languages", words_are_stale(), _compile_words),
        ("static", "collecting static files", static_is_stale(), _collect_static),
        ("database", "preparing the database", database_is_stale(), _migrate),
        ("reference", "loading reference data", not _stamped("reference", _reference_key()), _load_reference_data),
        ("rulebook", "loading the rulebooks", not _stamped("rulebook", _rulebook_key()), _load_rulebooks),
    ]
    if demo:
        steps.append(("demo", "making the demonstration world", not _stamped("demo", "made"), _make_demo))
    for name, title, is_stale, do in steps:
        if is_stale or force:
            print(f"… {title}", flush=True)
            began = time.monotonic()
            do()
            _stamp(name)
            print(f"✓ {title} ({time.monotonic() - began:.1f} s)", flush=True)
    return 0


def what_is_missing() -> list[str]:
    """What would keep `zyk serve` from answering; empty when it can start."""
    missing = []
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        missing.append("static files")
    if _uses_sqlite() and _unapplied():
        missing.append("database")
    return missing


def words_are_stale() -> bool:
    return any(
        not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns
        for source in catalogues()
        for target in [source.with_suffix(".mo")]
    )


def static_is_stale() -> bool:
    return not (settings.STATIC_ROOT / "staticfiles.json").exists() or not _stamped("static", _static_key())


def database_is_stale() -> bool:
    return not _uses_sqlite() or bool(_unapplied()) or not _stamped("database", _migrations_key())


# -- the steps -------------------------------------------------------------------


def _compile_words() -> None:
    compile_words()


def _collect_static() -> None:
    _call("collectstatic", interactive=False, verbosity=0, clear=True)


def _migrate() -> None:
    _call("migrate", interactive=False, verbosity=0)
    _call("reindex", if_needed=True)


def _load_reference_data() -> None:
    _call("load_reference_data")


def _load_rulebooks() -> None:
    _call("load_rulebook")


def _make_demo() -> None:
    """The command tells its progress on stderr and prints the accounts on stdout; they are kept for each start."""
    card = io.StringIO()
    _call("demo", stdout=card)
    ACCOUNTS_CARD.write_text(card.getvalue(), encoding="utf-8")


def _call(name: str, **options: object) -> None:
    import django
    from django.apps import apps
    from django.core.management import call_command

    if not apps.ready:
        django.setup()
    call_command(name, **options)
    sys.stdout.flush()


# -- what each step was made from ----------------------------------------------------


def _keys() -> dict[str, Callable[[], str]]:
    return {
        "words": lambda: "compiled",
        "static": _static_key,
        "database": _migrations_key,
        "reference": _reference_key,
        "rulebook": _rulebook_key,
        "demo": lambda: "made",
    }


def _static_key() -> str:
    return _by_date(path for folder in PACKAGE.glob("*/static") for path in folder.rglob("*") if path.is_file())


def _migrations_key() -> str:
    """Our migrations, and the locked versions of the applications that bring theirs."""
    return _by_content([*sorted(PACKAGE.glob("*/migrations/*.py")), PACKAGE.parent / "requirements" / "core.lock"])


def _reference_key() -> str:
    return _by_date(path for folder in PACKAGE.glob("*/reference") for path in folder.rglob("*") if path.is_file())


def _rulebook_key() -> str:
    return _by_content(sorted((PACKAGE / "rulebook").rglob("*.yaml")))


def _by_content(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path).encode() + (path.read_bytes() if path.exists() else b"-"))
    return digest.hexdigest()


def _by_date(paths: Iterable[Path]) -> str:
    seen = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths)
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _stamped(name: str, key: str) -> bool:
    """True when the step was done from these sources, into this database."""
    stamp = _stamp_path(name)
    if not stamp.exists() or stamp.read_text() != key:
        return False
    return name in {"words", "static"} or (_uses_sqlite() and not _unapplied())


def _stamp(name: str) -> None:
    stamp = _stamp_path(name)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_keys()[name]())


def _stamp_path(name: str) -> Path:
    """Beside what the step makes: static files belong to the installation, everything else to the data."""
    return settings.STATIC_ROOT.parent / "static.stamp" if name == "static" else STAMPS / name


def _uses_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3")


def _unapplied() -> set[tuple[str, str]]:
    """Our migrations that the SQLite file does not know, read without Django."""
    ours = {(path.parent.parent.name, path.stem) for path in PACKAGE.glob("*/migrations/0*.py")}
    name = str(settings.DATABASES["default"]["NAME"])
    if not Path(name).exists():
        return ours
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as connection:
        try:
            return ours - set(connection.execute("SELECT app, name FROM django_migrations"))
        except sqlite3.OperationalError:
            return ours
