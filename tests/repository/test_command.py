"""The command an operator types."""

import subprocess
import sys

from zyk.cli import COMMANDS


def test_help_names_every_command() -> None:
    answer = _zyk("--help")
    assert answer.returncode == 0
    assert [name for name in COMMANDS if f"  {name} " not in answer.stdout] == []


def test_a_mistyped_command_is_told_the_nearest_one() -> None:
    answer = _zyk("sevre")
    assert answer.returncode == 2
    assert answer.stderr == (
        "zyk: there is no command “sevre”. Did you mean “zyk serve”? “zyk --help” lists them all.\n"
    )


def test_a_word_too_many_is_refused() -> None:
    answer = _zyk("check", "everything")
    assert (answer.returncode, answer.stdout) == (2, "")


def _zyk(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "zyk", *words], capture_output=True, text=True, encoding="utf-8")
