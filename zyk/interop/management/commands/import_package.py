from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from zyk.accounts.models import User
from zyk.accounts.queries import actor_of
from zyk.interop.actions import import_package
from zyk.library.models import Library


class Command(BaseCommand):
    help = "Take over a Common Cartridge as a draft course of a library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--library", required=True, help="code of the library")
        parser.add_argument("--user", required=True, help="user name of a member of its team")

    def handle(self, *args: Any, file: Path, library: str, user: str, **options: Any) -> None:
        target = Library.objects.filter(code=library).first()
        person = User.objects.filter(username__iexact=user).first()
        if target is None:
            raise CommandError(f"there is no library with the code {library}")
        if person is None:
            raise CommandError(f"there is no user named {user}")
        if not target.team.filter(user=person).exists():
            raise CommandError(f"{user} is not on the team of {target}")
        try:
            with file.open("rb") as package:
                done = import_package(package, name=file.name, library=target, actor=actor_of(person, None))
        except OSError as error:
            raise CommandError(f"cannot read {file}: {error.strerror}") from error
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(
            f"{done.course.title}: {done.report['modules']} modules, {done.report['resources']} resources, "
            f"{done.report['questions']} questions, {len(done.report['left_out'])} left out"
        )
