"""The tree of points with how often each is used."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from zyk.library.enums import ResourceState
from zyk.library.models import KnowledgePoint, Library


@dataclass(frozen=True)
class Branch:
    """A point in its place; `depth` 0 is the top. Counted: resources of any state, published ones, courses."""

    point: KnowledgePoint
    depth: int
    is_first: bool
    is_last: bool

    @property
    def marks(self) -> str:
        return "　" * (self.depth - 1) + "└ "

    @property
    def is_used(self) -> bool:
        return bool(self.point.resource_count or self.point.course_count)  # type: ignore[attr-defined]


def tree_of(library: Library) -> list[Branch]:
    """All points, each before what is below it; one query."""
    below: dict[int | None, list[KnowledgePoint]] = defaultdict(list)
    for point in library.points.annotate(
        resource_count=Count("resources", distinct=True),
        published_count=Count("resources", distinct=True, filter=Q(resources__state=ResourceState.PUBLISHED)),
        course_count=Count("courses", distinct=True),
    ).order_by("position", "id"):
        below[point.parent_id].append(point)
    branches: list[Branch] = []
    _walk(below, None, 0, branches)
    return branches


def _walk(below: dict[int | None, list[KnowledgePoint]], parent: int | None, depth: int, found: list[Branch]) -> None:
    siblings = below.get(parent, [])
    for number, point in enumerate(siblings):
        found.append(Branch(point, depth, is_first=number == 0, is_last=number == len(siblings) - 1))
        _walk(below, point.pk, depth + 1, found)
