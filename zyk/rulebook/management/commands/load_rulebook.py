from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from zyk.common.audit import SYSTEM
from zyk.rulebook.actions import SHIPPED, FrozenRulebook, load_rulebook
from zyk.rulebook.models import Rulebook
from zyk.rulebook.reading import read_edition


class Command(BaseCommand):
    help = "Load rulebook editions (YAML); without arguments, those that are shipped. Loading again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="YAML files; default: the shipped editions")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        shipped = not files
        for file in files or sorted(SHIPPED.glob("*.yaml")):
            text = _text_of(file)
            if shipped and _was_edited(text):
                self.stdout.write(f"{file.name}: kept as it stands here (edited or frozen since it was loaded)")
                continue
            try:
                rulebook = load_rulebook(text, actor=SYSTEM)
            except FrozenRulebook as error:
                raise CommandError(f"{file}: {' '.join(error.messages)}") from None
            except ValidationError as error:
                raise CommandError("\n".join([f"{file} is refused:", *error.messages])) from None
            self.stdout.write(f"{file.name}: rulebook {rulebook.code} ({rulebook.notice_number})")


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not UTF-8 text") from None


def _was_edited(text: str) -> bool:
    """A shipped edition never overwrites what the ministry has set since, nor a frozen one."""
    try:
        code = read_edition(text).code
    except ValidationError:
        return False
    stored = Rulebook.objects.filter(code=code).first()
    if stored is None:
        return False
    return stored.is_frozen or stored.versions.exclude(by="system").exists()
