from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zyk.catalogue.models import Specialty
from zyk.site.demo.world import accounts_card, is_there, make_world


class Command(BaseCommand):
    help = "Make the demonstration world (once) and print its accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Specialty.objects.exists():
            raise CommandError("load the reference data first: zyk load-reference-data")
        if not is_there():
            make_world(self._tell)
        self.stdout.write(accounts_card())

    def _tell(self, step: str) -> None:
        self.stderr.write(f"  … {step}")
