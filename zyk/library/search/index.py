"""Keeping the index in step: called by the actions, inside their transaction."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone

from zyk.library.enums import CourseKind, CourseState, EntryKind, ResourceState
from zyk.library.models import Course, KnowledgePoint, Library, Resource, SearchEntry
from zyk.library.search import terms
from zyk.library.search.kept import count_anew
from zyk.library.search.prepare import MARK, prepared, sounds

_SHOWN = (
    "library_id",
    "title",
    "summary",
    "specialty_code",
    "category_name",
    "media_type",
    "application_type",
    "rights",
    "level",
    "year",
    "points",
    "contributor",
    "is_certified",
    "is_published",
    "updated_at",
    "indexed_at",
)
_TAG = re.compile(r"<[^>]*>")
_BATCH = 500
_Words = tuple[SearchEntry, str, str]  # the entry, its keywords, its text


def index(*things: Model) -> None:
    """Write what the search knows of libraries, standard courses, resources and points."""
    if things:
        _write([_words_of(thing) for thing in things])
        _touch(thing if isinstance(thing, Library) else thing.library for thing in things)  # type: ignore[attr-defined]


def forget(*things: Any) -> None:
    """Take things out of the index that are being deleted."""
    gone = SearchEntry.objects.filter(object_uuid__in=[thing.uuid for thing in things])
    terms.remove(list(gone.values_list("pk", flat=True)))
    gone.delete()
    _touch(thing.library for thing in things)


def reindex() -> int:
    """Write the whole index anew, batch by batch; returns how many entries there are."""
    kept = 0
    for batch in _batches(_everything()):
        with transaction.atomic():
            index(*batch)
        kept += len(batch)
    return kept


def is_indexed() -> bool:
    """False when there are entries whose tokens an update took away."""
    last = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last is None or terms.is_written(last)


@transaction.atomic
def index_read_texts() -> int:
    """Index anew the resources whose file was read after they were indexed; returns how many."""
    entry = SearchEntry.objects.filter(kind=EntryKind.RESOURCE, object_uuid=OuterRef("uuid"))
    late = _resources().filter(current_version__file__preview_moved_at__gt=Subquery(entry.values("indexed_at")[:1]))[
        :_BATCH
    ]
    index(*late)
    return len(late)


@transaction.atomic
def _write(found: list[_Words]) -> None:
    entries = SearchEntry.objects.bulk_create(
        [entry for entry, _keywords, _text in found],
        update_conflicts=True,
        unique_fields=["kind", "object_uuid"],
        update_fields=[name.removesuffix("_id") for name in _SHOWN],
        batch_size=_BATCH,
    )
    terms.write(
        terms.Terms(
            entry.pk,
            prepared(entry.title),
            sounds(entry.title),
            f"{prepared(keywords)} {marks_of(entry)}",
            prepared(text),
        )
        for entry, (_entry, keywords, text) in zip(entries, found, strict=True)
    )


def _touch(libraries: Iterable[Library]) -> None:
    """What was counted of these is no longer so."""
    now, touched = timezone.now(), {library.pk: library for library in libraries}
    Library.objects.filter(pk__in=touched).update(indexed_at=now)
    for library in touched.values():
        library.indexed_at = now
    count_anew()


def marks_of(entry: SearchEntry) -> str:
    """Tokens that say of which kind and library an entry is, kept among its keywords."""
    return f"{MARK}k{entry.kind} {MARK}l{entry.library_id}"


def _words_of(thing: Model) -> _Words:
    if isinstance(thing, Resource):
        return _resource(thing)
    if isinstance(thing, Course):
        return _course(thing)
    if isinstance(thing, KnowledgePoint):
        return _entry(EntryKind.POINT, thing, thing.library, thing.title, thing.description, True), "", thing.source
    assert isinstance(thing, Library)
    specialty = thing.specialty
    entry = _entry(EntryKind.LIBRARY, thing, thing, thing.name, thing.description, True)
    return entry, f"{specialty.name} {specialty.code} {thing.english_name}", thing.description


def _resource(resource: Resource) -> _Words:
    version = resource.current_version
    entry = _entry(
        EntryKind.RESOURCE,
        resource,
        resource.library,
        resource.title,
        resource.description,
        resource.state == ResourceState.PUBLISHED,
    )
    entry.media_type, entry.application_type = resource.media_type, resource.application_type
    entry.rights, entry.contributor = resource.rights, resource.contributor.name
    entry.is_certified = resource.is_certified
    entry.level, entry.year = resource.level, (resource.published_at or resource.updated_at).year
    of_points = list(resource.points.all())
    entry.points = "".join(f" {point.pk} " for point in of_points)
    points = " ".join(point.title for point in of_points)
    body = _TAG.sub(" ", version.body) if version else ""
    read = version.file.text if version and version.file else ""
    text = " ".join((resource.description, resource.author, resource.source, resource.audience, body, read))
    labels = f"{resource.get_media_type_display()} {resource.get_application_type_display()}"
    return entry, f"{resource.keywords} {points} {labels}", text


def _course(course: Course) -> _Words:
    entry = _entry(
        EntryKind.COURSE,
        course,
        course.library,
        course.title,
        course.description,
        course.state == CourseState.PUBLISHED,
    )
    modules = " ".join(module.title for module in course.modules.all())
    return entry, modules, course.description


def _entry(kind: str, thing: Any, library: Library, title: str, summary: str, is_published: bool) -> SearchEntry:
    return SearchEntry(
        kind=kind,
        object_uuid=thing.uuid,
        library=library,
        title=title[:200],
        summary=summary[:200],
        specialty_code=library.specialty.code,
        category_name=library.specialty.specialty_class.category.name,
        is_published=is_published,
        updated_at=thing.updated_at,
    )


def _resources() -> QuerySet[Resource]:
    return Resource.objects.select_related(
        "library__specialty__specialty_class__category", "contributor", "current_version__file"
    ).prefetch_related("points")


def _everything() -> Iterator[Model]:
    specialty = "specialty__specialty_class__category"
    yield from Library.objects.select_related(specialty).order_by("pk").iterator(chunk_size=_BATCH)
    for rows in (
        KnowledgePoint.objects.select_related(f"library__{specialty}"),
        Course.objects.filter(kind=CourseKind.STANDARD)
        .select_related(f"library__{specialty}")
        .prefetch_related("modules"),
        _resources(),
    ):
        yield from rows.order_by("pk").iterator(chunk_size=_BATCH)  # type: ignore[attr-defined]


def _batches(things: Iterable[Model]) -> Iterator[list[Model]]:
    batch: list[Model] = []
    for thing in things:
        batch.append(thing)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
