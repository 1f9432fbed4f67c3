"""What belongs to a library, and how a row is written down: every column, references by names that hold elsewhere."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from zyk.accounts.models import Organisation, User
from zyk.alliance.models import Alliance
from zyk.catalogue.models import Specialty
from zyk.library.models import (
    ComponentPart,
    Course,
    KnowledgePoint,
    Library,
    Module,
    ModuleItem,
    Prerequisite,
    Resource,
    ResourceVersion,
    ReviewPlan,
    TeamMember,
)
from zyk.media.models import StoredFile

# In the order in which they can be read; a row refers to rows before it, the rest is joined at the end.
PARTS: tuple[tuple[str, type[models.Model], str], ...] = (
    ("library", Library, "pk"),
    ("team", TeamMember, "library"),
    ("points", KnowledgePoint, "library"),
    ("prerequisites", Prerequisite, "point__library"),
    ("resources", Resource, "library"),
    ("review_plans", ReviewPlan, "resource__library"),
    ("versions", ResourceVersion, "resource__library"),
    ("components", ComponentPart, "component__library"),
    ("courses", Course, "library"),
    ("modules", Module, "course__library"),
    ("items", ModuleItem, "module__course__library"),
)
# What is made anew (the index), belongs to persons (viewings, the ledger of contributions) or to this installation
# (its own imports and exports, and the base of a merge, which names rows of this database).
LEFT_OUT = frozenset(
    {
        "Contribution",
        "Intake",
        "IntakeRow",
        "LibraryTransfer",
        "SearchEntry",
        "SearchWord",
        "UpstreamBase",
        "Viewing",
    }
)
OF_THIS_INSTALLATION = frozenset({"indexed_at"})

# How a row of another context is named in a package.
NAMES: dict[type[models.Model], str] = {
    User: "uuid",
    Organisation: "uuid",
    Specialty: "code",
    Alliance: "uuid",
    StoredFile: "sha256",
}


def name_of(model: type[models.Model]) -> str:
    return NAMES.get(model, "uuid")


def columns_of(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    fields = model._meta.concrete_fields
    return [field for field in fields if not field.primary_key and field.name not in OF_THIS_INSTALLATION]


def lists_of(model: type[models.Model]) -> list[Any]:
    return list(model._meta.many_to_many)


def rows_of(model: type[models.Model], path: str, library: Library) -> QuerySet[Any]:
    """The rows of one part, in the order they were made."""
    condition = Q(**{path: library.pk if path == "pk" else library})
    return model._default_manager.filter(condition).order_by("pk")


def written(rows: QuerySet[Any], seen: Callable[[type[models.Model], Any], None]) -> Iterator[dict[str, Any]]:
    """Each row as plain JSON; `seen` is told of every row of another context that is referred to."""
    model = rows.model
    columns, lists = columns_of(model), lists_of(model)
    joined = [column.name for column in columns if column.is_relation]
    for row in rows.select_related(*joined).prefetch_related(*(each.name for each in lists)).iterator(chunk_size=500):
        kept: dict[str, Any] = {}
        for column in columns:
            if not column.is_relation:
                value = column.value_from_object(row)
                kept[column.name] = value if isinstance(column, models.JSONField) else _plain(column, value)
                continue
            target = getattr(row, column.name)
            kept[column.name] = None if target is None else _named(target, seen)
        for each in lists:
            kept[each.name] = sorted(_named(target, seen) for target in getattr(row, each.name).all())
        yield kept


def _named(target: models.Model, seen: Callable[[type[models.Model], Any], None]) -> str:
    if type(target) in NAMES:
        seen(type(target), target)
    return str(getattr(target, name_of(type(target))))


def _plain(column: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
