from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zyk.common import audit
from zyk.library.actions.transfer import export_library
from zyk.library.models import Library


class Command(BaseCommand):
    help = "Write a whole library, rows and files, as one BagIt package (.zip)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="code of the library")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, code: str, file: Path, **options: Any) -> None:
        library = Library.objects.filter(code=code).first()
        if library is None:
            raise CommandError(f"there is no library with the code {code}")
        part = file.with_name(f"{file.name}.part")
        try:
            with part.open("wb") as target:
                counts = export_library(library, target, actor=audit.SYSTEM, progress=lambda done, total: None)
            part.replace(file)
        except (OSError, ValueError) as error:
            part.unlink(missing_ok=True)
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
