"""The public face of libraries."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.catalogue.enums import Level
from zyk.common.audience import ANYONE, audience
from zyk.common.paging import page_of, sort_of
from zyk.library import search
from zyk.library.enums import CourseKind, CourseState, EntryKind, PointKind, ResourceState, TeamRole
from zyk.library.forms.library import LibraryFilterForm
from zyk.library.models import Library
from zyk.library.queries import (
    cited_counts,
    cited_resource_share,
    counted_courses,
    coverage_matrix,
    gaps_of,
    library_totals,
    team_role,
    text_and_image_share,
)
from zyk.library.views.lists import found_page, of_entries, outward

SORTS = {
    "name": ("name", "id"),
    "resources": ("resource_count", "id"),
    "courses": ("course_count", "id"),
    "updated": ("updated_at", "id"),
}
MOST_GAPS = 12


@audience(ANYONE)
@require_GET
def libraries(request: HttpRequest) -> HttpResponse:
    """All libraries as cards; filter, sort, page by address."""
    actor = actor_in(request)
    visible = Library.objects.visible_to(actor)
    categories = visible.order_by().values_list("specialty__specialty_class__category__name", flat=True).distinct()
    form = LibraryFilterForm(request.GET, categories=sorted(categories), levels=Level.choices)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    sort = sort_of(request, SORTS, "-updated")
    rows = _counted(_filtered(visible, request, chosen)).order_by(*sort.order_by)
    context = {
        "form": form,
        "sort": sort,
        "page": page_of(request, rows, per_page=24),
        "is_filtered": any(chosen.values()),
    }
    return render(request, "library/libraries.html", context)


def _filtered(rows: QuerySet[Library], request: HttpRequest, chosen: dict[str, Any]) -> QuerySet[Library]:
    if text := chosen.get("q"):
        found = search.entries(text, actor=actor_in(request), kind=EntryKind.LIBRARY)
        rows = rows.filter(uuid__in=found.values("object_uuid"))
    columns = {
        "category": "specialty__specialty_class__category__name",
        "level": "specialty__level",
        "standing": "standing",
    }
    return rows.filter(**{column: chosen[name] for name, column in columns.items() if chosen.get(name)})


def _counted(rows: QuerySet[Library]) -> QuerySet[Library]:
    published = Q(resources__state=ResourceState.PUBLISHED)
    courses = Q(courses__state=CourseState.PUBLISHED, courses__kind=CourseKind.STANDARD)
    return rows.select_related("specialty__specialty_class__category", "lead_host").annotate(
        resource_count=Count("resources", distinct=True, filter=published),
        course_count=Count("courses", distinct=True, filter=courses),
        point_count=Count("points", distinct=True),
    )


@audience(ANYONE)
@require_GET
def library(request: HttpRequest, uuid: Any) -> HttpResponse:
    """A library's home: what it is, its courses, what it covers and does not, its resources, who builds it."""
    actor = actor_in(request)
    one = get_object_or_404(
        Library.objects.visible_to(actor).select_related(
            "specialty__specialty_class__category", "lead_host__province", "alliance", "parent"
        ),
        uuid=uuid,
    )
    found = found_page(request, filters=search.Filters(library=one, published_only=True), kind=EntryKind.RESOURCE)
    resources = of_entries(found["page"].object_list)
    gaps = search.kept("gaps", one, lambda: gaps_of(one))
    context = (
        found
        | outward(one)
        | {
            "library": one,
            "co_hosts": one.co_hosts.all(),
            "more_specialties": one.more_specialties.all(),
            "courses": counted_courses(actor).filter(library=one).order_by("position", "id"),
            "totals": search.kept("totals", one, lambda: library_totals(one)),
            "cited_share": search.kept("cited_share", one, lambda: cited_resource_share(one)),
            "plain_share": search.kept("plain_share", one, lambda: text_and_image_share(one)),
            "matrix": search.kept("matrix", one, lambda: coverage_matrix(one)),
            "point_kinds": PointKind.choices,
            "gaps": gaps[:MOST_GAPS],
            "more_gaps": max(0, len(gaps) - MOST_GAPS),
            "team": one.team.select_related("user").order_by("id"),
            "leader_role": TeamRole.LEADER,
            "sublibraries": one.sublibraries.visible_to(actor),  # type: ignore[attr-defined]
            "resources": resources,
            "cited": cited_counts(list(resources.values())),  # type: ignore[arg-type]
            "team_role": team_role(one, actor),
            "at": timezone.now(),
        }
    )
    return render(request, "library/library.html", context)


@audience(ANYONE)
@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Words to go on with, for the field that is being typed in."""
    answer = JsonResponse({"words": search.suggestions(request.GET.get("q", "").strip()[:60])})
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@audience(ANYONE)
@require_GET
def resources(request: HttpRequest) -> HttpResponse:
    """One search over all libraries, with facets."""
    kind = request.GET.get("kind", EntryKind.RESOURCE)
    kind = kind if kind in EntryKind.values else EntryKind.RESOURCE
    filters = search.Filters(
        category_name=request.GET.get("category", "")[:40],
        published_only=True,
    )
    found = found_page(request, filters=filters, kind=kind)
    context = found | {
        "kind": kind,
        "kinds": EntryKind.choices,
        "category": filters.category_name,
        "resources": of_entries(found["page"].object_list),
    }
    return render(request, "library/resources.html", context)
