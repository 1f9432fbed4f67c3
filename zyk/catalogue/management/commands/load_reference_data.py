"""Loads the official lists that the product carries; a list that has not changed is skipped."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zyk import __version__
from zyk.accounts.actions.reference import REFERENCE as ACCOUNTS
from zyk.accounts.actions.reference import load_provinces, load_schools
from zyk.catalogue.actions.reference import REFERENCE as CATALOGUE
from zyk.catalogue.actions.reference import load_catalogue
from zyk.catalogue.models import LoadedList

LISTS: list[tuple[str, list[Path], Callable[[], Any]]] = [
    ("provinces", [ACCOUNTS / "provinces.csv"], load_provinces),
    ("schools", [ACCOUNTS / "schools.csv"], load_schools),
    ("catalogue", sorted(CATALOGUE.glob("*.csv")), load_catalogue),
]


class Command(BaseCommand):
    help = "Load provinces, schools, specialties and credentials; unchanged lists are skipped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load again even what has not changed")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = dict(LoadedList.objects.values_list("name", "sha256"))
        for name, files, load in LISTS:
            sha256 = _fingerprint(files)
            if loaded.get(name) == sha256 and not options["force"]:
                if options["verbosity"] > 1:
                    self.stdout.write(f"{name}: unchanged")
                continue
            self.stdout.write(f"{name}: loading …")
            begun = time.monotonic()
            result = load()
            LoadedList.objects.update_or_create(name=name, defaults={"sha256": sha256})
            rows = ", ".join(f"{key} {count}" for key, count in result.items()) if isinstance(result, dict) else result
            self.stdout.write(f"{name}: {rows} ({time.monotonic() - begun:.1f} s)")


def _fingerprint(files: list[Path]) -> str:
    """Of the contents and of the version, whose way of reading them may have changed."""
    digest = hashlib.sha256(__version__.encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
