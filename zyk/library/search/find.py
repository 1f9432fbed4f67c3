"""The one narrow door of the search: a question in, a page of entries and their number out."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.db.models import Case, Count, IntegerField, Value, When

from zyk.accounts.actor import Actor
from zyk.library.models import Library, SearchEntry
from zyk.library.models.search_entry import SearchEntryQuerySet
from zyk.library.search.prepare import question
from zyk.library.search.terms import matching

FACETS = ("media_type", "application_type", "rights", "is_certified")
SORTS = {
    "relevance": ("tier", "-updated_at", "-id"),
    "updated": ("-updated_at", "-id"),
    "title": ("title", "id"),
}


@dataclass(frozen=True)
class Filters:
    """What was chosen; an empty field chooses everything."""

    library: Library | None = None
    specialty_code: str = ""
    category_name: str = ""
    media_type: Collection[str] = ()
    application_type: Collection[str] = ()
    rights: Collection[str] = ()
    is_certified: Collection[str] = ()  # "True" or nothing
    published_only: bool = False


@dataclass(frozen=True)
class Found:
    rows: list[SearchEntry]
    total: int
    page: int = 1
    pages: int = 1
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


def search(
    text: str,
    *,
    actor: Actor,
    kind: str | None = None,
    filters: Filters | None = None,
    sort: str = "relevance",
    page: int = 1,
    per_page: int = 20,
) -> Found:
    """A page of what the actor may see and the question finds; without text, everything the filters leave.

    Order: every word in the title, then in keywords or by sound, then in the text; the newest first among equals."""
    rows = entries(text, actor=actor, kind=kind, filters=filters)
    total = rows.order_by().count()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    if sort == "relevance":
        rows = rows.annotate(tier=_tier(text))
    ordered = rows.order_by(*SORTS.get(sort, SORTS["relevance"])).select_related("library")
    return Found(rows=list(ordered[(page - 1) * per_page : page * per_page]), total=total, page=page, pages=pages)


def facets(
    text: str, *, actor: Actor, kind: str | None = None, filters: Filters | None = None
) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with counts, the commonest first; a facet does not narrow itself."""
    filters = filters or Filters()
    counted = {}
    for name in FACETS:
        rows = entries(text, actor=actor, kind=kind, filters=replace(filters, **{name: ()}))  # type: ignore[arg-type]
        values = rows.order_by().values_list(name).annotate(count=Count("id")).order_by("-count", name)
        counted[name] = [(str(value), count) for value, count in values if value not in ("", False)]
    return counted


def entries(text: str, *, actor: Actor, kind: str | None = None, filters: Filters | None = None) -> SearchEntryQuerySet:
    """All entries found, unordered: for lists that want their own columns."""
    rows = SearchEntry.objects.visible_to(actor)
    if kind:
        rows = rows.filter(kind=kind)
    if asked := question(text):
        rows = rows.filter(pk__in=matching(asked))
    elif text.strip():
        return rows.none()
    return _narrowed(rows, filters or Filters())


def _narrowed(rows: SearchEntryQuerySet, filters: Filters) -> SearchEntryQuerySet:
    if filters.library:
        rows = rows.filter(library=filters.library)
    if filters.published_only:
        rows = rows.filter(is_published=True)
    for name in ("specialty_code", "category_name"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    for name in ("media_type", "application_type", "rights"):
        if values := getattr(filters, name):
            rows = rows.filter(**{f"{name}__in": list(values)})
    return rows.filter(is_certified=True) if "True" in filters.is_certified else rows


def _tier(text: str) -> Case | Value:
    asked = question(text)
    if not asked:
        return Value(0)
    return Case(
        When(pk__in=matching(asked, ("title",)), then=Value(0)),
        When(pk__in=matching(asked, ("title", "sound", "keywords")), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
