"""The command `zyk`: what an operator does, each a thin door to the place where it is done."""

import difflib
import logging
import os
import sys
from collections.abc import Callable
from typing import NamedTuple, NoReturn

import zyk


class SubCommand(NamedTuple):
    """`run` takes the remaining words and returns the exit status."""

    run: Callable[[list[str]], int]
    does: str


def main() -> NoReturn:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zyk.settings")
    words = sys.argv[1:]
    if not words or words[0] in {"-h", "--help", "help"}:
        print(_help())
        sys.exit(0)
    if words[0] in {"-V", "--version"}:
        print(f"zyk {zyk.__version__}")
        sys.exit(0)
    command = COMMANDS.get(words[0])
    if command is None:
        sys.exit(_unknown(words[0]))
    try:
        status = command.run(words[1:])
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _serve(words: list[str]) -> int:
    if words:
        return _wrong("zyk serve takes no arguments; the address is set by ZYK_HOST and ZYK_PORT")
    from zyk.serve import serve

    return serve()


def _worker(words: list[str]) -> int:
    if words:
        return _wrong("zyk worker takes no arguments; ZYK_WORKER_THREADS sets how much it does at once")
    _django()
    from django.conf import settings
    from django.core.management import call_command

    # huey adds a handler of its own where there is none, and would then say everything twice.
    logging.getLogger("huey").addHandler(logging.NullHandler())
    call_command("run_huey", workers=settings.ZYK_WORKER_THREADS, worker_type="thread", quiet=True)
    return 0


def _setup(words: list[str]) -> int:
    unknown = set(words) - {"--demo", "--force"}
    if unknown:
        return _wrong(f"zyk setup knows --demo and --force, not {' '.join(sorted(unknown))}")
    from zyk.setup import set_up

    return set_up(demo="--demo" in words, force="--force" in words)


def _check(words: list[str]) -> int:
    if words:
        return _wrong("zyk check takes no arguments")
    _django()
    from zyk.common.checks import run_all

    broken = 0
    for title, faults in run_all():
        print(f"✗ {title}" if faults else f"✓ {title}", flush=True)
        for fault in faults:
            print(f"    {fault}")
        broken += bool(faults)
    return 1 if broken else 0


def _verify_evidence(words: list[str]) -> int:
    """Needs neither database nor settings: whoever checks a bundle has neither."""
    if len(words) != 1 or words[0].startswith("-"):
        return _wrong("zyk verify-evidence takes one file")
    from pathlib import Path

    from zyk.monitoring.evidence.verify import verify

    holds, differs = verify(Path(words[0]))
    for line in holds:
        print(f"✓ {line}")
    for line in differs:
        print(f"✗ {line}")
    return 1 if differs else 0


def _pass_to_django(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zyk django", *words])
    return 0


def _management(name: str, shown: str) -> Callable[[list[str]], int]:
    """A sub-command that a context provides as its management command."""

    def run(words: list[str]) -> int:
        _django()
        from django.core.exceptions import ValidationError
        from django.core.management import get_commands, load_command_class

        application = get_commands()[name]
        try:
            load_command_class(str(application), name).run_from_argv(["zyk", shown, *words])
        except ValidationError as refused:
            print(*refused.messages, sep="\n", file=sys.stderr)
            return 1
        return 0

    return run


COMMANDS = {
    "serve": SubCommand(_serve, "start the web server and the worker, until stopped"),
    "worker": SubCommand(
        _worker, "start a worker alone (more of them need PostgreSQL or Redis, see docs/operations.md)"
    ),
    "setup": SubCommand(_setup, "prepare words, static files, database, reference data and rulebook (--demo, --force)"),
    "demo": SubCommand(_management("demo", "demo"), "make the demonstration world"),
    "play-year": SubCommand(
        _management("play_year", "play-year"), "play a whole year of the programme on a simulated clock"
    ),
    "load-reference-data": SubCommand(
        _management("load_reference_data", "load-reference-data"), "load or renew specialties, schools and credentials"
    ),
    "load-rulebook": SubCommand(
        _management("load_rulebook", "load-rulebook"), "load a year's rulebook from a YAML file"
    ),
    "add-operator": SubCommand(
        _management("add_operator", "add-operator"), "make the first operator of a new installation"
    ),
    "import-package": SubCommand(
        _management("import_package", "import-package"), "import a course package into a library"
    ),
    "import-folder": SubCommand(
        _management("import_folder", "import-folder"), "take a folder of files with its metadata sheet into a library"
    ),
    "export-library": SubCommand(
        _management("export_library", "export-library"), "write a whole library as one BagIt package"
    ),
    "import-library": SubCommand(
        _management("import_library", "import-library"), "read a whole library from such a package"
    ),
    "generate-library": SubCommand(
        _management("generate_library", "generate-library"), "make a large library for benchmarks and demonstrations"
    ),
    "verify-draw": SubCommand(
        _management("verify_draw", "verify-draw"), "draw experts again from a protocol file, trusting nothing else"
    ),
    "credible-use": SubCommand(
        _management("credible_use", "credible-use"), "precision and recall of the signals of credible use"
    ),
    "check": SubCommand(_check, "verify what must always hold: audit chain, ledgers, stored files, foreign keys"),
    "compute": SubCommand(
        _management("compute", "compute"), "compute figures now, here or on Apache Spark (--engine spark)"
    ),
    "verify-evidence": SubCommand(
        _verify_evidence, "check an evidence bundle and compute its figures again, without a database"
    ),
    "django": SubCommand(_pass_to_django, "any Django command, e.g. zyk django migrate"),
}


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.does}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            f"zyk {zyk.__version__}: teaching-resource libraries, their whole life (职业教育专业教学资源库)",
            "",
            "usage: zyk <command> [words]",
            "",
            *lines,
            "",
            "Settings are read from the environment; docs/operations.md describes each one.",
        ]
    )


def _unknown(word: str) -> int:
    near = difflib.get_close_matches(word.replace("_", "-"), COMMANDS, n=1)
    meant = f" Did you mean “zyk {near[0]}”?" if near else ""
    return _wrong(f"there is no command “{word}”.{meant} “zyk --help” lists them all.")


def _wrong(text: str) -> int:
    print(f"zyk: {text}", file=sys.stderr)
    return 2


def _django() -> None:
    import django

    django.setup()
