"""Points × resources × courses: what is missing, what is taught more than once (设计矩阵)."""

from collections import defaultdict
from dataclasses import dataclass, field

from zyk.library.enums import CourseKind, CourseState, ResourceState
from zyk.library.models import Course, KnowledgePoint, Library, ModuleItem, Prerequisite, Resource
from zyk.library.queries.point import Branch, tree_of


@dataclass(frozen=True)
class CoverageCell:
    """One course at one point: `count` published resources in its modules that carry it."""

    is_required: bool
    count: int

    @property
    def is_gap(self) -> bool:
        return self.is_required and not self.count

    @property
    def is_extra(self) -> bool:
        return bool(self.count) and not self.is_required


@dataclass(frozen=True)
class CoverageRow:
    branch: Branch
    cells: list[CoverageCell]

    @property
    def point(self) -> KnowledgePoint:
        return self.branch.point

    @property
    def published_count(self) -> int:
        """Published resources of the library that carry the point, called by a course or not."""
        return self.point.published_count  # type: ignore[attr-defined, no-any-return]

    @property
    def course_count(self) -> int:
        """Courses whose resources teach the point."""
        return sum(bool(cell.count) for cell in self.cells)

    @property
    def is_gap(self) -> bool:
        return not self.published_count or any(cell.is_gap for cell in self.cells)

    @property
    def is_overlap(self) -> bool:
        return self.course_count > 1


@dataclass(frozen=True)
class Coverage:
    courses: list[Course]
    rows: list[CoverageRow] = field(default_factory=list)
    published: int = 0
    cited: int = 0

    @property
    def without_resource(self) -> int:
        return sum(not row.published_count for row in self.rows)

    @property
    def untaught(self) -> int:
        """Points in no course, by requirement or by resource."""
        return sum(not any(cell.count or cell.is_required for cell in row.cells) for row in self.rows)

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for row in self.rows for cell in row.cells)

    @property
    def overlaps(self) -> int:
        return sum(row.is_overlap for row in self.rows)

    @property
    def redundancy(self) -> float | None:
        """冗余: published resources that no standard course calls, of all published ones, so that users can build
        courses of their own; None without resources."""
        return (self.published - self.cited) / self.published if self.published else None


def coverage_of(library: Library) -> Coverage:
    """The whole matrix; the points of a course are computed from its resources and set beside what it declares.
    Six queries for any number of points."""
    courses = list(
        library.courses.filter(kind=CourseKind.STANDARD).exclude(state=CourseState.WITHDRAWN).order_by("position", "id")
    )
    required = set(
        Course.points.through.objects.filter(course__in=courses).values_list("course_id", "knowledgepoint_id")
    )
    carried: dict[tuple[int, int], set[int]] = defaultdict(set)
    called = ModuleItem.objects.filter(module__course__in=courses, resource__state=ResourceState.PUBLISHED)
    for course, point, resource in called.filter(resource__points__isnull=False).values_list(
        "module__course_id", "resource__points", "resource_id"
    ):
        carried[course, point].add(resource)
    rows = [
        CoverageRow(
            branch,
            [
                CoverageCell(
                    (course.pk, branch.point.pk) in required, len(carried.get((course.pk, branch.point.pk), ()))
                )
                for course in courses
            ],
        )
        for branch in tree_of(library)
    ]
    published = Resource.objects.filter(library=library).published()
    cited = published.filter(pk__in=called.values("resource")).count()
    return Coverage(courses, rows, published.count(), cited)


def needs_of(library: Library) -> dict[int, list[Prerequisite]]:
    """Prerequisites by point; one query."""
    found: dict[int, list[Prerequisite]] = defaultdict(list)
    edges = Prerequisite.objects.filter(point__library=library).select_related("before")
    for edge in edges.order_by("before__position", "before_id"):
        found[edge.point_id].append(edge)
    return dict(found)
