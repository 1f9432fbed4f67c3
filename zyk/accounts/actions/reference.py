"""Loading the official lists of provinces and schools. Loading twice changes nothing."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from zyk.accounts.enums import OrganisationKind
from zyk.accounts.models import Organisation, Province
from zyk.common.pinyin import search_text

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


@transaction.atomic
def load_provinces(folder: Path = REFERENCE) -> int:
    """Add or refresh the provinces of `provinces.csv`; returns how many the list has."""
    provinces = [
        Province(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            in_programme=row["in_programme"] == "1",
        )
        for row in _rows(folder / "provinces.csv")
    ]
    Province.objects.bulk_create(
        provinces,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "short_name", "in_programme"],
    )
    return len(provinces)


@transaction.atomic
def load_schools(folder: Path = REFERENCE) -> int:
    """Add or refresh the schools of `schools.csv`, after the provinces; returns how many the list has."""
    codes = dict(Province.objects.values_list("name", "code"))
    schools = [
        Organisation(
            kind=OrganisationKind.SCHOOL,
            code=row["code"],
            name=row["name"],
            province_id=codes[row["province"]],
            city=row["city"],
            level=row["level"],
            owner=row["owner"],
            ownership=row["ownership"],
            search_text=search_text(row["name"], row["code"]),
        )
        for row in _rows(folder / "schools.csv")
    ]
    Organisation.objects.bulk_create(
        schools,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "province", "city", "level", "owner", "ownership", "search_text"],
    )
    return len(schools)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
