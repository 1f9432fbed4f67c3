"""The one narrow door of the search: a question in, a page of entries, their number and their facets out.

Of a question that finds very much, the first `MOST` entries are looked at: those with the words in the title before
all others. Counts then say "at least". Everything within that limit is exact, and the same on both engines."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.models import Count

from zyk.accounts.actor import Actor
from zyk.library.models import KnowledgePoint, Library, SearchEntry
from zyk.library.models.search_entry import SearchEntryQuerySet
from zyk.library.search import terms
from zyk.library.search.kept import kept
from zyk.library.search.prepare import Question, loosened
from zyk.library.search.synonyms import Asked, asked_with_synonyms
from zyk.library.search.words import corrected

MOST = 1000
TITLE, SOUND = ("title",), ("title", "sound", "keywords")
COLUMNS = {
    "specialty": "specialty_code",
    "media_type": "media_type",
    "application_type": "application_type",
    "point": "points",
    "level": "level",
    "rights": "rights",
    "is_certified": "is_certified",
    "unit": "contributor",
    "year": "year",
}
FACETS = tuple(COLUMNS)
SORTS = {
    "relevance": ("-updated_at", "-id"),
    "updated": ("-updated_at", "-id"),
    "title": ("title", "id"),
}


@dataclass(frozen=True)
class Filters:
    """What was chosen; an empty field chooses everything. Chosen values of one facet are alternatives."""

    library: Library | None = None
    category_name: str = ""
    published_only: bool = False
    specialty: Collection[str] = ()
    media_type: Collection[str] = ()
    application_type: Collection[str] = ()
    point: Collection[str] = ()
    level: Collection[str] = ()
    rights: Collection[str] = ()
    is_certified: Collection[str] = ()  # "True" or nothing
    unit: Collection[str] = ()
    year: Collection[str] = ()

    def of(self, name: str) -> frozenset[str]:
        return frozenset(getattr(self, name))


@dataclass(frozen=True)
class Found:
    """`is_capped`: there is more than was looked at. `instead` is what was looked for when the question as typed
    found nothing; `is_loose` that not every pair of characters had to fit; `also` the synonyms looked for too."""

    rows: list[SearchEntry]
    total: int
    page: int = 1
    pages: int = 1
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    is_capped: bool = False
    instead: str = ""
    is_loose: bool = False
    also: tuple[str, ...] = ()


class _Hit(NamedTuple):
    """One entry that matches, with what facets and orders need; `tier` 0 is found in the title."""

    id: int
    title: str
    updated_at: Any
    values: tuple[Any, ...]
    tier: int


def search(
    text: str,
    *,
    actor: Actor,
    kind: str | None = None,
    filters: Filters | None = None,
    sort: str = "relevance",
    page: int = 1,
    per_page: int = 20,
    with_facets: bool = False,
) -> Found:
    """A page of what the actor may see and the question finds; without text, everything the filters leave.

    Order: every word in the title, then in keywords or by sound, then in the text; the newest first among equals.
    When nothing fits, the nearest known words are looked for, then any two thirds of the pairs of characters."""
    filters, sort = filters or Filters(), sort if sort in SORTS else "relevance"
    if not text.strip():
        return _browse(actor, kind, filters, sort, page, per_page, with_facets)
    asked = asked_with_synonyms(text)
    hits, is_capped = _hits(asked.question, actor, kind, filters)
    instead, is_loose = "", False
    if not hits and (instead := corrected(text)):
        asked = asked_with_synonyms(instead)
        hits, is_capped = _hits(asked.question, actor, kind, filters)
        instead = instead if hits else ""
    if not hits:
        asked, is_loose = Asked(loosened(text), ()), True
        hits, is_capped = _hits(asked.question, actor, kind, filters)
    chosen = [hit for hit in hits if _fits(hit, filters)]
    pages = max(1, -(-len(chosen) // per_page))
    page = min(max(1, page), pages)
    shown = _ordered(chosen, sort)[(page - 1) * per_page : page * per_page]
    return Found(
        rows=_rows([hit.id for hit in shown], asked.question),
        total=len(chosen),
        page=page,
        pages=pages,
        facets=_counted(hits, filters) if with_facets else {},
        is_capped=is_capped,
        instead=instead,
        is_loose=is_loose and bool(hits),
        also=asked.also,
    )


def facets(
    text: str, *, actor: Actor, kind: str | None = None, filters: Filters | None = None
) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with counts, the commonest first; a facet does not narrow itself."""
    return search(text, actor=actor, kind=kind, filters=filters, with_facets=True).facets


def entries(text: str, *, actor: Actor, kind: str | None = None, filters: Filters | None = None) -> SearchEntryQuerySet:
    """All entries found, unordered: for lists that want their own columns."""
    rows = _allowed(actor, kind, filters or Filters())
    if asked := asked_with_synonyms(text).question:
        rows = rows.filter(pk__in=terms.matching(asked))
    elif text.strip():
        return rows.none()
    return _narrowed(rows, filters or Filters())


def _hits(asked: Question, actor: Actor, kind: str | None, filters: Filters) -> tuple[list[_Hit], bool]:
    """Matches tier by tier until there are enough; what is in an upper tier is not looked at again."""
    if not asked:
        return [], False
    marks = [f"k{kind}"] if kind else []
    marks += [f"l{filters.library.pk}"] if filters.library else []
    columns = ("id", "title", "updated_at", *COLUMNS.values())
    allowed, found = _allowed(actor, kind, filters), {}
    for tier, fields in enumerate((TITLE, SOUND, terms.FIELDS)):
        for row in terms.newest(asked, fields, marks, allowed, columns, MOST + 1):
            if row[0] not in found:
                found[row[0]] = _Hit(row[0], row[1], row[2], row[3:], tier)
        if len(found) > MOST:
            return list(found.values())[:MOST], True
    return list(found.values()), False


def _allowed(actor: Actor, kind: str | None, filters: Filters) -> SearchEntryQuerySet:
    """What the actor may see of this kind and library."""
    rows = SearchEntry.objects.visible_to(actor)
    fixed = {"kind": kind, "library": filters.library, "category_name": filters.category_name}
    rows = rows.filter(**{name: value for name, value in fixed.items() if value})
    return rows.filter(is_published=True) if filters.published_only else rows


def _narrowed(rows: SearchEntryQuerySet, filters: Filters) -> SearchEntryQuerySet:
    for name, column in COLUMNS.items():
        values = filters.of(name)
        if not values:
            continue
        if name == "is_certified":
            rows = rows.filter(is_certified=True)
        elif name == "point":
            for value in list(values)[:1]:
                rows = rows.filter(points__contains=f" {value} ")
        elif name == "year":
            rows = rows.filter(year__in=[int(value) for value in values if value.isdecimal() and len(value) < 5])
        else:
            rows = rows.filter(**{f"{column}__in": list(values)})
    return rows


def _fits(hit: _Hit, filters: Filters, *, but: str = "") -> bool:
    for name, value in zip(FACETS, hit.values, strict=True):
        if name != but and (wanted := filters.of(name)) and wanted.isdisjoint(_told(name, value)):
            return False
    return True


def _told(name: str, value: Any) -> list[str]:
    """The values of a facet an entry has, as they stand in an address."""
    if name == "point":
        return value.split()  # type: ignore[no-any-return]
    if name == "is_certified":
        return ["True"] if value else []
    return [] if value in ("", None) else [str(value)]


def _counted(hits: list[_Hit], filters: Filters) -> dict[str, list[tuple[str, int]]]:
    counted, whole = {}, [name for name in FACETS if filters.of(name)]
    fitting = [hit for hit in hits if _fits(hit, filters)] if whole else hits
    for number, name in enumerate(FACETS):
        rows = [hit for hit in hits if _fits(hit, filters, but=name)] if name in whole else fitting
        raw = Counter(hit.values[number] for hit in rows)
        told: Counter[str] = Counter()
        for value, count in raw.items():
            for each in _told(name, value):
                told[each] += count
        counted[name] = _sorted(told.items())
    return counted


def _sorted(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))


def _ordered(hits: list[_Hit], sort: str) -> list[_Hit]:
    if sort == "title":
        return sorted(hits, key=lambda hit: (hit.title, hit.id))
    newest = sorted(hits, key=lambda hit: (hit.updated_at, hit.id), reverse=True)
    return sorted(newest, key=lambda hit: hit.tier) if sort == "relevance" else newest


def _rows(numbers: list[int], asked: Question) -> list[SearchEntry]:
    """The entries in this order, each with the fields its words stand in."""
    rows = SearchEntry.objects.select_related("library").in_bulk(numbers)
    why = terms.standing_in(asked, numbers) if asked else {}
    found = [rows[number] for number in numbers if number in rows]
    for row in found:
        row.matched = why.get(row.pk, [])
    return found


def _browse(
    actor: Actor, kind: str | None, filters: Filters, sort: str, page: int, per_page: int, with_facets: bool
) -> Found:
    """Everything the filters leave; numbers and facets are counted once and kept for some minutes."""
    allowed = _allowed(actor, kind, filters)
    rows = _narrowed(allowed, filters)
    key = (actor.user.pk if actor.user else None, actor.role, kind, filters)
    total = kept(("total", *key), filters.library, lambda: rows.order_by().count())
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    shown = rows.order_by(*SORTS[sort]).values_list("pk", flat=True)[(page - 1) * per_page : page * per_page]
    counted = kept(("facets", *key), filters.library, lambda: _browsed(allowed, filters)) if with_facets else {}
    return Found(rows=_rows(list(shown), ()), total=total, page=page, pages=pages, facets=counted)


def _browsed(allowed: SearchEntryQuerySet, filters: Filters) -> dict[str, list[tuple[str, int]]]:
    counted = {}
    for name, column in COLUMNS.items():
        without: dict[str, Any] = {name: ()}
        rows = _narrowed(allowed, replace(filters, **without)).order_by()
        told: Counter[str] = Counter()
        if name != "point":
            for value, count in rows.values_list(column).annotate(count=Count("id")):
                for each in _told(name, value):
                    told[each] += count
        elif filters.library:  # points belong to one library; elsewhere they are counted among what a question finds
            for value in rows.values_list("points", flat=True)[:MOST]:
                told.update(value.split())
        counted[name] = _sorted(told.items())
    return counted


def titles_of_points(numbers: Iterable[str]) -> dict[str, str]:
    rows = KnowledgePoint.objects.filter(pk__in=[int(number) for number in numbers if number.isdecimal()])
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}
