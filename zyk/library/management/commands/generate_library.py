from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zyk.accounts.enums import OrganisationKind
from zyk.accounts.models import Organisation
from zyk.catalogue.models import Specialty
from zyk.library.generate import generate_library


class Command(BaseCommand):
    help = "Make a large library from real course and point names, for benchmarks and demonstrations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--specialty", default="460301", help="code of the specialty")
        parser.add_argument("--lead-host", help="code of the unit; the first school when left out")
        parser.add_argument("--resources", type=int, default=20_000)
        parser.add_argument("--courses", type=int, default=600)
        parser.add_argument("--points", type=int, default=800)
        parser.add_argument("--seed", type=int, default=1)

    def handle(
        self,
        *args: Any,
        specialty: str,
        lead_host: str | None,
        resources: int,
        courses: int,
        points: int,
        seed: int,
        **options: Any,
    ) -> None:
        if min(resources, courses, points) < 0:
            raise CommandError("sizes cannot be negative")
        found = Specialty.objects.filter(code=specialty).first()
        if found is None:
            raise CommandError(f"there is no specialty with the code {specialty}; zyk load-reference-data brings them")
        units = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).order_by("code")
        unit = units.filter(code=lead_host).first() if lead_host else units.first()
        if unit is None:
            raise CommandError(f"there is no school with the code {lead_host}" if lead_host else "there is no school")
        library = generate_library(
            specialty=found,
            lead_host=unit,
            resources=resources,
            courses=courses,
            points=points,
            seed=seed,
            say=self.stdout.write,
        )
        self.stdout.write(f"{library.code} {library.name}")
