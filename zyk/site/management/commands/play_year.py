from dataclasses import fields
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from huey.contrib.djhuey import HUEY

from zyk.catalogue.models import Specialty
from zyk.common.checks import run_all
from zyk.site.demo.people import PASSWORD
from zyk.site.play.world import Sizes, play_years


class Command(BaseCommand):
    help = "Play a whole year of the programme, building, acceptance and duties, on a simulated clock."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, default=2019, help="the year of the notice (default 2019)")
        parser.add_argument("--seed", type=int, default=11, help="the same seed deals the same fates and marks")
        for size in fields(Sizes):
            parser.add_argument(f"--{size.name.replace('_', '-')}", type=int, default=size.default)

    def handle(self, *args: Any, **options: Any) -> None:
        if not Specialty.objects.exists():
            raise CommandError("load the reference data first: zyk load-reference-data")
        sizes = Sizes(**{size.name: options[size.name] for size in fields(Sizes)})
        was_immediate, HUEY.immediate = HUEY.immediate, False  # printing and mail are the worker's, afterwards
        try:
            play_years(year=options["year"], seed=options["seed"], sizes=sizes, tell=self._tell)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        finally:
            HUEY.immediate = was_immediate
        broken = [title for title, faults in run_all() if faults]
        if broken:
            raise CommandError("what must always hold is broken: " + "; ".join(broken))
        self.stdout.write("every check holds (zyk check)")
        self.stdout.write(
            f"sign in with {PASSWORD} as nian-bu (ministry), nian-huiqian (second officer), nian-mishu (secretary), "
            "nian-320000 (a province), nian-h1-tianbao, -fuze, -caiwu, -gaizhang (a lead host), nian-zj1 (an expert)"
        )

    def _tell(self, step: str) -> None:
        self.stderr.write(f"  … {step}")
