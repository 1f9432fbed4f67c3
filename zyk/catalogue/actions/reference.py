"""Loading the official lists: specialties with their profiles, and 1+X credentials. Loading twice changes nothing."""

import csv
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.db import models, transaction

from zyk.catalogue.enums import COURSE_KIND_BY_NAME, LEVEL_BY_NAME
from zyk.catalogue.models import (
    Credential,
    Specialty,
    SpecialtyCategory,
    SpecialtyClass,
    SpecialtyCourse,
    SpecialtyImport,
    SpecialtyOccupation,
    SpecialtyProfile,
    TeachingStandard,
)
from zyk.catalogue.models.specialty import specialty_search_text
from zyk.common.pinyin import search_text

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
PROFILE_FIELDS = [
    "duration",
    "career_scope",
    "training_goal",
    "abilities",
    "basic_courses",
    "core_courses",
    "practice",
    "qualification_certificates",
    "skill_level_certificates",
]


@transaction.atomic
def load_catalogue(folder: Path = REFERENCE) -> dict[str, int]:
    """Add or refresh everything the lists in `folder` name; returns how many rows each list has.

    Once the ministry has taken over a list of its own (`confirm_specialty_import`), that one decides:
    this one then only adds specialties that are not there."""
    rows = list(_rows(folder / "specialties.csv"))
    if SpecialtyImport.objects.filter(confirmed_at__isnull=False).exists():
        known = set(Specialty.objects.values_list("code", flat=True))
        rows = [row for row in rows if row["code"] not in known]
    upsert_specialties(rows, added_in=_added_years(folder / "specialties_added_2025.csv"))
    ids = dict(Specialty.objects.values_list("code", "id"))
    return {
        "specialties": len(ids),
        "profiles": _load_profiles(folder / "specialty_profiles.csv", ids),
        "courses": _load_courses(folder / "specialty_courses.csv", ids),
        "occupations": _load_occupations(folder / "specialty_occupations.csv", ids),
        "teaching_standards": _load_standards(folder / "teaching_standards.csv", ids),
        "credentials": _load_credentials(folder / "credentials.csv", ids),
    }


def upsert_specialties(rows: Collection[dict[str, str]], *, added_in: dict[str, int] | None = None) -> None:
    """Add or change the specialties of `rows` (the columns of `specialties.csv`) with their classes and categories."""
    categories = {
        row["category_code"]: SpecialtyCategory(
            code=row["category_code"], name=row["category"], level=LEVEL_BY_NAME[row["level"]]
        )
        for row in rows
    }
    _upsert(SpecialtyCategory, categories.values(), ["code"], ["name", "level"])
    category_ids = dict(SpecialtyCategory.objects.values_list("code", "id"))
    classes = {
        row["class_code"]: SpecialtyClass(
            code=row["class_code"], name=row["class"], category_id=category_ids[row["category_code"]]
        )
        for row in rows
    }
    _upsert(SpecialtyClass, classes.values(), ["code"], ["name", "category"])
    class_ids = dict(SpecialtyClass.objects.values_list("code", "id"))
    specialties = [
        Specialty(
            code=row["code"],
            name=row["name"],
            level=LEVEL_BY_NAME[row["level"]],
            specialty_class_id=class_ids[row["class_code"]],
            added_in=(added_in or {}).get(row["code"]),
            search_text=specialty_search_text(row["name"], row["code"]),
        )
        for row in rows
    ]
    changed = ["name", "level", "specialty_class", "is_current", "search_text"]
    _upsert(Specialty, specialties, ["code"], changed if added_in is None else [*changed, "added_in"])


def _load_profiles(path: Path, ids: dict[str, int]) -> int:
    profiles = [
        SpecialtyProfile(specialty_id=ids[row["code"]], **{field: row[field] for field in PROFILE_FIELDS})
        for row in _rows(path)
    ]
    _upsert(SpecialtyProfile, profiles, ["specialty"], PROFILE_FIELDS)
    return len(profiles)


def _load_courses(path: Path, ids: dict[str, int]) -> int:
    courses = [
        SpecialtyCourse(
            specialty_id=ids[row["code"]],
            kind=COURSE_KIND_BY_NAME[row["kind"]],
            position=int(row["position"]),
            name=row["course"],
        )
        for row in _rows(path)
    ]
    _upsert(SpecialtyCourse, courses, ["specialty", "kind", "position"], ["name"])
    return len(courses)


def _load_occupations(path: Path, ids: dict[str, int]) -> int:
    occupations = [
        SpecialtyOccupation(
            specialty_id=ids[row["code"]], occupation_code=row["occupation_code"], occupation=row["occupation"]
        )
        for row in _rows(path)
    ]
    _upsert(SpecialtyOccupation, occupations, ["specialty", "occupation_code"], ["occupation"])
    return len(occupations)


def _load_standards(path: Path, ids: dict[str, int]) -> int:
    standards = [
        TeachingStandard(specialty_id=ids[row["code"]], name=row["name"], url=row["url"]) for row in _rows(path)
    ]
    _upsert(TeachingStandard, standards, ["specialty"], ["name", "url"])
    return len(standards)


def _load_credentials(path: Path, ids: dict[str, int]) -> int:
    rows = list(_rows(path))
    credentials = [
        Credential(
            name=row["name"],
            batch=int(row["batch"]) if row["batch"] else None,
            issuing_body=row["issuing_body"],
            levels=row["levels"],
            search_text=search_text(row["name"], length=300),
        )
        for row in rows
    ]
    _upsert(Credential, credentials, ["name"], ["batch", "issuing_body", "levels", "search_text"])
    credential_ids = dict(Credential.objects.values_list("name", "id"))
    link = Credential.specialties.through
    link.objects.bulk_create(
        [
            link(credential_id=credential_ids[row["name"]], specialty_id=ids[code])
            for row in rows
            for code in row["specialty_codes"].split()
        ],
        ignore_conflicts=True,
    )
    return len(credentials)


def _upsert(model: type[models.Model], rows: Any, unique: list[str], changed: list[str]) -> None:
    model._default_manager.bulk_create(
        list(rows), batch_size=2000, update_conflicts=True, unique_fields=unique, update_fields=changed
    )


def _added_years(path: Path) -> dict[str, int]:
    """Code → year, from notes like 2025年12月新增."""
    return {row["code"]: int(row["note"][:4]) for row in _rows(path)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
