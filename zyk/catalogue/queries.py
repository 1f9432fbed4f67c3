"""Reads of the catalogue; each costs the same for one row or all."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zyk.catalogue.enums import LEVEL_BY_NAME
from zyk.catalogue.models import Credential, Specialty, SpecialtyCategory, SpecialtyClass
from zyk.catalogue.rules import COLUMNS
from zyk.common.imports import Row
from zyk.common.pinyin import contains_words


def search_specialties(text: str = "", *, category: str = "", level: str = "") -> QuerySet[Specialty]:
    """Current specialties by name, code, pinyin or initials; `category` is the name or a code of a 专业大类."""
    found = Specialty.objects.current().select_related("specialty_class__category")
    if text:
        found = found.filter(contains_words(text))
    if category:
        found = found.filter(Q(specialty_class__category__code=category) | Q(specialty_class__category__name=category))
    if level:
        found = found.filter(level=level)
    return found.order_by("code")


def search_credentials(text: str = "") -> QuerySet[Credential]:
    """1+X credentials with their current specialties."""
    found = Credential.objects.filter(contains_words(text, fields=("search_text", "issuing_body")))
    current = Specialty.objects.current().order_by("code")
    return found.prefetch_related(Prefetch("specialties", queryset=current)).order_by("batch", "name")


@dataclass
class CategoryLine:
    """A 专业大类 with its row for each level (`count`: current specialties)."""

    name: str
    by_level: dict[str, SpecialtyCategory] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(category.count for category in self.by_level.values())  # type: ignore[attr-defined]


def category_lines() -> list[CategoryLine]:
    """The nineteen categories in official order, each with its count for every level; one query."""
    lines: dict[str, CategoryLine] = {}
    current = Q(classes__specialties__is_current=True)
    for category in SpecialtyCategory.objects.annotate(count=Count("classes__specialties", filter=current)).order_by(
        "code"
    ):
        line = lines.setdefault(category.name, CategoryLine(category.name))
        line.by_level[category.level] = category
    return list(lines.values())


def classes_of(category: SpecialtyCategory) -> QuerySet[SpecialtyClass]:
    """The classes of a category, each with its current specialties; two queries."""
    current = Specialty.objects.current().order_by("code")
    return category.classes.order_by("code").prefetch_related(Prefetch("specialties", queryset=current))


@dataclass
class Differences:
    """What a new list would change: rows not known, (specialty, row, headings) that differ, current ones left out."""

    new: list[Row]
    changed: list[tuple[Specialty, Row, list[str]]]
    missing: list[Specialty]
    unchanged: int


def differences_of(rows: list[Row]) -> Differences:
    """Compare a list with the catalogue. Only levels that the list has at all can miss something."""
    known = {
        specialty.code: specialty
        for specialty in Specialty.objects.select_related("specialty_class__category").order_by("code")
    }
    new, changed = [], []
    for row in rows:
        specialty = known.get(row["code"])
        if specialty is None:
            new.append(row)
        elif headings := _headings_that_differ(specialty, row):
            changed.append((specialty, row, headings))
    codes = {row["code"] for row in rows}
    levels = {LEVEL_BY_NAME[row["level"]] for row in rows if row["level"] in LEVEL_BY_NAME}
    missing = [s for s in known.values() if s.is_current and s.code not in codes and s.level in levels]
    return Differences(new, changed, missing, len(rows) - len(new) - len(changed))


def _headings_that_differ(specialty: Specialty, row: Row) -> list[str]:
    of_class = specialty.specialty_class
    ours = {
        "name": specialty.name,
        "level": specialty.level,
        "category_code": of_class.category.code,
        "category": of_class.category.name,
        "class_code": of_class.code,
        "class": of_class.name,
    }
    theirs = row | {"level": LEVEL_BY_NAME.get(row["level"], row["level"])}
    headings = [COLUMNS[key] for key in ours if ours[key] != theirs[key]]
    return headings if specialty.is_current else [*headings, _("重新列入目录")]
