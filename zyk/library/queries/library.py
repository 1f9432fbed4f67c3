"""Figures of a library, each from its rows; with the time they were taken shown by the page."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from zyk.library.enums import CourseKind, CourseState, PointKind, ResourceState
from zyk.library.models import Course, KnowledgePoint, Library, ModuleItem, Resource


@dataclass(frozen=True)
class LibraryTotals:
    """Published resources by kind, points, courses; what the other contexts count with."""

    resources: int
    certified: int
    size_bytes: int
    points: int
    covered_points: int
    standard_courses: int
    personalised_courses: int
    contributors: int
    by_media_type: dict[str, int]

    @property
    def coverage(self) -> float | None:
        return self.covered_points / self.points if self.points else None


def library_totals(library: Library) -> LibraryTotals:
    """Four queries, whatever the size of the list shown beside."""
    published = library.resources.published()
    sums = published.aggregate(
        resources=Count("pk"),
        certified=Count("pk", filter=Q(certified_at__isnull=False)),
        size=Sum("current_version__file__size_bytes"),
        contributors=Count("contributor", distinct=True),
    )
    by_media = published.order_by().values_list("media_type").annotate(count=Count("pk")).order_by("-count")
    covered = Q(resources__state=ResourceState.PUBLISHED)
    points = library.points.aggregate(
        total=Count("pk", distinct=True), covered=Count("pk", distinct=True, filter=covered)
    )
    courses = library.courses.aggregate(
        standard=Count("pk", filter=Q(kind=CourseKind.STANDARD, state=CourseState.PUBLISHED)),
        personalised=Count("pk", filter=Q(kind=CourseKind.PERSONALISED)),
    )
    return LibraryTotals(
        resources=sums["resources"],
        certified=sums["certified"],
        size_bytes=sums["size"] or 0,
        points=points["total"],
        covered_points=points["covered"],
        standard_courses=courses["standard"],
        personalised_courses=courses["personalised"],
        contributors=sums["contributors"],
        by_media_type=dict(by_media),
    )


def cited_resource_share(library: Library) -> float | None:
    """课程引用的资源素材占所有资源素材比: published resources called by any course, of all published ones."""
    published = library.resources.published()
    total = published.count()
    return published.filter(module_items__isnull=False).distinct().count() / total if total else None


def text_and_image_share(library: Library) -> float | None:
    """文本类 and 图形/图像类 together, of all published resources (monitoring: at most half)."""
    counted = library.resources.published().aggregate(
        total=Count("pk"), plain=Count("pk", filter=Q(media_type__in=("text", "image")))
    )
    return counted["plain"] / counted["total"] if counted["total"] else None


def coverage_matrix(library: Library) -> dict[str, Any]:
    """For the `{% matrix %}` tag: a row for each standard course that says what it must cover, and one for the whole
    library; a cell is points of the kind with a published resource, of those required. Three queries."""
    covered = set(
        KnowledgePoint.objects.filter(library=library, resources__state=ResourceState.PUBLISHED).values_list(
            "pk", flat=True
        )
    )
    points = list(library.points.values_list("pk", "kind"))
    required: dict[str, list[tuple[int, str]]] = defaultdict(list)
    rows = Course.points.through.objects.filter(course__library=library, course__kind=CourseKind.STANDARD).values_list(
        "course__title", "knowledgepoint_id", "knowledgepoint__kind"
    )
    for title, pk, kind in rows.order_by("course__position", "course_id"):
        required[title].append((pk, kind))
    return {
        "columns": [PointKind.KNOWLEDGE.label, PointKind.SKILL.label],
        "rows": [{"label": title, "cells": _cells(of_course, covered)} for title, of_course in required.items()],
        "whole": _cells(points, covered),
    }


def gaps_of(library: Library) -> list[KnowledgePoint]:
    """Points without a published resource, in the order of the tree."""
    covered = Resource.objects.filter(library=library, state=ResourceState.PUBLISHED, points__isnull=False)
    return list(library.points.exclude(pk__in=covered.values("points")).order_by("position", "id"))


def cited_counts(resources: list[Resource]) -> dict[int, int]:
    """In how many courses each resource is called; one query."""
    rows = ModuleItem.objects.filter(resource__in=resources).values_list("resource_id")
    return dict(rows.annotate(count=Count("module__course", distinct=True)).order_by("resource_id"))


def _cells(points: list[tuple[int, str]], covered: set[int]) -> list[dict[str, int] | None]:
    cells: list[dict[str, int] | None] = []
    for kind in PointKind:
        of_kind = [pk for pk, its_kind in points if its_kind == kind]
        cells.append({"done": len(covered.intersection(of_kind)), "total": len(of_kind)} if of_kind else None)
    return cells
