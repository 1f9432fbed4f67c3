"""Lists: sorting by an allowed column, and pages that cost the same for 1 row or 10,000."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


@dataclass(frozen=True)
class Sort:
    """The chosen column; `key` is what the address carries, e.g. `-budget`."""

    key: str
    order_by: tuple[str, ...]


def sort_of(request: HttpRequest, allowed: Mapping[str, tuple[str, ...]], default: str) -> Sort:
    """Read `?sort=` against `allowed` (address key → order_by columns, a last unique one included)."""
    key = request.GET.get("sort", default)
    name = key.removeprefix("-")
    if name not in allowed:
        key, name = default, default.removeprefix("-")
    columns = allowed[name]
    if key.startswith("-"):
        columns = tuple(c.removeprefix("-") if c.startswith("-") else f"-{c}" for c in columns)
    return Sort(key=key, order_by=columns)


def page_of(request: HttpRequest, rows: QuerySet[Any], *, per_page: int = 50) -> Page[Any]:
    """The page asked for by `?page=`; a number out of range gives the nearest page, never an error."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
