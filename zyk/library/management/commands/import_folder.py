from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from zyk.accounts.models import User
from zyk.accounts.queries import actor_of
from zyk.library.actions import begin_intake, cancel_intake, check_intake, confirm_intake, counts_of, run_intake
from zyk.library.enums import IntakeKind, IntakeState, TeamRole
from zyk.library.intake.sheet import template_of
from zyk.library.intake.sources import SHEET_NAMES, FolderSource
from zyk.library.models import Intake, Library


class Command(BaseCommand):
    help = "Take a folder of files with its metadata sheet into a library, as drafts. Run it again to go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("library", help="code of the library")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--sheet", type=Path, help=f"metadata sheet; else {' or '.join(SHEET_NAMES)} in the folder")
        parser.add_argument("--user", help="user name of a member of its team; the leader when left out")
        parser.add_argument("--dry-run", action="store_true", help="check only and say what would be done")
        parser.add_argument("--template", type=Path, help="only write a sheet with a line for each file")

    def handle(
        self,
        *args: Any,
        library: str,
        folder: Path,
        sheet: Path | None,
        user: str | None,
        dry_run: bool,
        template: Path | None,
        **options: Any,
    ) -> None:
        target = Library.objects.filter(code=library).first()
        if target is None:
            raise CommandError(f"there is no library with the code {library}")
        if template:
            paths = [path for path in FolderSource(folder).paths if path.rpartition("/")[2] not in SHEET_NAMES]
            template.write_bytes(template_of(target, paths))
            self.stdout.write(f"{template}: {len(paths)} files")
            return
        actor = actor_of(_member(target, user), None)
        intake = Intake.objects.filter(library=target, folder=str(folder.resolve()), state=IntakeState.RUNNING).first()
        if intake and not dry_run:
            self.stdout.write(f"going on: {counts_of(intake)['waiting']} rows were left")
        else:
            intake = begin_intake(
                target, kind=IntakeKind.FILES, name=folder.name, folder=folder, sheet_path=sheet, actor=actor
            )
            check_intake(intake)
            if intake.state == IntakeState.FAILED:
                raise CommandError(intake.fault)
            self._report(intake)
            if dry_run:
                cancel_intake(intake, actor=actor)
                return
            confirm_intake(intake, actor=actor)
        run_intake(intake)
        counts = counts_of(intake)
        for row in intake.rows.exclude(failure=""):
            self.stdout.write(f"  {row.number} {row.path}: {row.failure}")
        self.stdout.write(f"{counts['done']} taken in, {counts['failed']} not")

    def _report(self, intake: Intake) -> None:
        for row in intake.rows.exclude(faults=[]):
            for heading, words in row.faults:
                self.stdout.write(f"  {row.number} {row.path}: {heading}: {words}")
        counts = intake.rows.order_by().values_list("outcome").annotate(n=Count("pk"))
        self.stdout.write(f"checked {intake.total}: " + ", ".join(f"{n} {outcome}" for outcome, n in counts))


def _member(library: Library, username: str | None) -> User:
    team = library.team.select_related("user").order_by("id")
    rows = team.filter(user__username__iexact=username) if username else team.filter(role=TeamRole.LEADER)
    member = rows.first()
    if member is None:
        who = f"{username} is not on the team" if username else "there is no leader on the team"
        raise CommandError(f"{who} of {library.code}")
    return member.user
