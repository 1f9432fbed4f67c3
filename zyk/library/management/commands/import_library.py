from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zyk.accounts.models import User
from zyk.common import audit
from zyk.library.actions.transfer import import_library
from zyk.library.enums import TeamRole
from zyk.library.models import TeamMember


class Command(BaseCommand):
    help = "Read a whole library from a package that export-library wrote, here or elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--leader", help="user name of a person here who is to lead it")

    def handle(self, *args: Any, file: Path, leader: str | None, **options: Any) -> None:
        person = User.objects.filter(username__iexact=leader).first() if leader else None
        if leader and person is None:
            raise CommandError(f"there is no user named {leader}")
        try:
            with file.open("rb") as content:
                library, report = import_library(content, actor=audit.SYSTEM, progress=lambda done, total: None)
        except OSError as error:
            raise CommandError(f"cannot read {file}: {error.strerror}") from error
        if person:
            TeamMember.objects.update_or_create(library=library, user=person, defaults={"role": TeamRole.LEADER})
        self.stdout.write(f"{library.code} {library}: " + ", ".join(f"{n} {k}" for k, n in report["counts"].items()))
        if "code_was" in report:
            self.stdout.write(f"the code {report['code_was']} was taken here")
        for line in report["not_joined"]:
            self.stdout.write(f"not joined: {line}")
