"""What courses consist of, what they miss, and what changed in the course they come from."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch

from zyk.accounts.actor import Actor
from zyk.library.enums import CourseKind, ResourceState
from zyk.library.models import Course, KnowledgePoint, Module, ModuleItem, Resource
from zyk.library.models.course import CourseQuerySet


def has_something_to_learn(course: Course) -> bool:
    return ModuleItem.objects.filter(module__course=course, resource__state=ResourceState.PUBLISHED).exists()


def modules_of(course: Course, *, published_only: bool = False) -> list[Module]:
    """The modules with their items and resources, in order; three queries."""
    items = ModuleItem.objects.select_related("resource__current_version__file", "resource__contributor")
    if published_only:
        items = items.filter(resource__state=ResourceState.PUBLISHED)
    return list(course.modules.prefetch_related(Prefetch("items", queryset=items.order_by("position", "id"))))


def counted_courses(actor: Actor) -> CourseQuerySet:
    """Standard courses the actor sees, with `module_count`, `item_count` and `derived_count`."""
    return (
        Course.objects.visible_to(actor)
        .filter(kind=CourseKind.STANDARD)
        .select_related("library__lead_host", "library__specialty")
        .annotate(
            module_count=Count("modules", distinct=True),
            item_count=Count("modules__items", distinct=True),
            derived_count=Count("derivations", distinct=True),
        )
    )


def points_not_arranged(course: Course) -> list[KnowledgePoint]:
    """Points the course must cover that no resource in its modules carries."""
    carried = Resource.objects.filter(module_items__module__course=course).values("points")
    return list(course.points.exclude(pk__in=carried.exclude(points=None)).order_by("position", "id"))


@dataclass(frozen=True)
class Check:
    """One line of the check before publishing."""

    code: str
    is_met: bool
    is_binding: bool
    count: int = 0


def checks_before_publishing(modules: list[Module]) -> list[Check]:
    items = [item for module in modules for item in module.items.all()]
    published = [item for item in items if item.resource.state == ResourceState.PUBLISHED]
    videos = [item.resource.current_version for item in items if _is_video(item)]
    silent = [version for version in videos if version and version.subtitles_id is None]
    empty = [module for module in modules if not module.items.all()]
    return [
        Check("something-to-learn", bool(published), is_binding=True),
        Check("all-published", len(published) == len(items), is_binding=False, count=len(items) - len(published)),
        Check("no-empty-module", not empty, is_binding=False, count=len(empty)),
        Check("videos-have-subtitles", not silent, is_binding=False, count=len(silent)),
    ]


def _is_video(item: ModuleItem) -> bool:
    version = item.resource.current_version
    return bool(version and version.file and version.file.kind == "video")


def where_used(resource: Resource, actor: Actor) -> list[Course]:
    """Courses the actor sees that call the resource, standard ones first."""
    found = Course.objects.visible_to(actor).filter(modules__items__resource=resource).distinct()
    return list(found.select_related("library", "owner").order_by("-kind", "title", "id"))


def uses_of(resource: Resource) -> dict[str, int]:
    """In how many courses of each kind the resource is called, whoever may see them."""
    rows = Course.objects.filter(modules__items__resource=resource).values_list("kind")
    return dict(rows.annotate(count=Count("pk", distinct=True)).order_by("kind"))
