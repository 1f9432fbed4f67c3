"""What several pages of this context share: the acting person, the library he builds, a page of found entries."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from zyk.accounts.actor import actor_in
from zyk.library import search
from zyk.library.enums import ApplicationType, EntryKind, MediaType, Rights
from zyk.library.models import Course, Library, Resource

LABELS: dict[str, dict[str, Any]] = {
    "media_type": dict(MediaType.choices),
    "application_type": dict(ApplicationType.choices),
    "rights": dict(Rights.choices),
}
MOST_FACET_VALUES = 8


def built_library(request: HttpRequest, uuid: Any) -> Library:
    """The library on whose team the person is; for everybody else it does not exist."""
    rows = Library.objects.built_by(actor_in(request)).select_related(
        "specialty__specialty_class__category", "lead_host"
    )
    return get_object_or_404(rows, uuid=uuid)


def built_resource(request: HttpRequest, uuid: Any) -> Resource:
    rows = Resource.objects.filter(library__in=Library.objects.built_by(actor_in(request)).values("pk"))
    return get_object_or_404(
        rows.select_related("library", "contributor", "current_version__file", "current_version__subtitles"), uuid=uuid
    )


def own_or_built_course(request: HttpRequest, uuid: Any) -> Course:
    """A standard course of a library one builds, or one's own personalised course."""
    actor = actor_in(request)
    rows = Course.objects.visible_to(actor).select_related("library__specialty", "derived_from", "owner")
    course = get_object_or_404(rows, uuid=uuid)
    if course.owner_id == (actor.user.pk if actor.user else None):
        return course
    return get_object_or_404(rows.filter(library__in=Library.objects.built_by(actor).values("pk")), uuid=uuid)


def said_of(error: ValidationError) -> str:
    """A refusal as one message."""
    return " ".join(error.messages)


def number_in(request: HttpRequest, name: str = "page") -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def found_page(
    request: HttpRequest, *, filters: search.Filters, kind: str | None, per_page: int = 20
) -> dict[str, Any]:
    """Everything a faceted list shows, from the address: q, sort, page and the facets themselves."""
    actor, text = actor_in(request), request.GET.get("q", "").strip()[:100]
    chosen = {name: [v for v in request.GET.getlist(name) if v][:20] for name in search.FACETS}
    filters = search.Filters(**{**filters.__dict__, **{n: tuple(v) for n, v in chosen.items()}})
    sort = request.GET.get("sort") or ("relevance" if text else "updated")
    found = search.search(
        text, actor=actor, kind=kind, filters=filters, sort=sort, page=number_in(request), per_page=per_page
    )
    counted = search.facets(text, actor=actor, kind=kind, filters=filters)
    return {
        "text": text,
        "sort": sort,
        "page": _as_page(found, per_page),
        "total": found.total,
        "facets": [_facet(name, counted[name], chosen[name]) for name in search.FACETS],
        "chosen": [
            (name, LABELS.get(name, {}).get(value, value), _without(request, name, value))
            for name, values in chosen.items()
            for value in values
        ],
    }


def _without(request: HttpRequest, name: str, value: str) -> str:
    """The address with one chosen value taken out."""
    query = request.GET.copy()
    query.pop("page", None)
    query.setlist(name, [each for each in query.getlist(name) if each != value])
    return f"?{query.urlencode()}"


def _as_page(found: search.Found, per_page: int) -> Page[Any]:
    page = Paginator(range(found.total), per_page).page(found.page)
    page.object_list = found.rows  # type: ignore[assignment]
    return page


def _facet(name: str, counted: list[tuple[str, int]], chosen: list[str]) -> dict[str, Any]:
    values = counted[:MOST_FACET_VALUES]
    known = {value for value, _count in values}
    values += [(value, count) for value, count in counted if value in chosen and value not in known]
    return {
        "name": name,
        "values": [(value, LABELS.get(name, {}).get(value, value), count, value in chosen) for value, count in values],
    }


def of_entries(rows: list[Any]) -> dict[Any, Model]:
    """The resources behind a page of found entries, by uuid; two queries."""
    uuids = [row.object_uuid for row in rows if row.kind == EntryKind.RESOURCE]
    found = Resource.objects.filter(uuid__in=uuids).select_related("current_version__file")
    return {resource.uuid: resource for resource in found}
