"""Resources that are the same, and resources that are alike."""

from dataclasses import dataclass

from django.db.models import Count

from zyk.accounts.actor import Actor
from zyk.library.models import Library, Resource
from zyk.library.models.resource import ResourceQuerySet


def same_content(sha256: str, actor: Actor) -> list[Resource]:
    """Resources the actor sees that carry or carried this very content, in any library; oldest first."""
    found = Resource.objects.visible_to(actor).filter(versions__content_sha256=sha256).distinct()
    return list(found.select_related("library", "contributor").order_by("id"))


@dataclass(frozen=True)
class Alike:
    resource: Resource
    shared_points: int
    shared_keywords: int


def similar_resources(resource: Resource, actor: Actor, *, most: int = 5) -> list[Alike]:
    """Published ones of the same library that share points, else keywords; most shared first. Two queries."""
    others = (
        Resource.objects.visible_to(actor)
        .published()
        .filter(library=resource.library_id)
        .exclude(pk=resource.pk)
        .select_related("contributor", "current_version__file")
    )
    own_words = _words(resource)
    points = list(resource.points.values_list("pk", flat=True))
    by_points = others.filter(points__in=points).annotate(shared=Count("points")).order_by("-shared", "-id")[:most]
    found = [Alike(other, other.shared, len(own_words & _words(other))) for other in by_points]  # type: ignore[attr-defined]
    if len(found) < most and own_words:
        known = {alike.resource.pk for alike in found}
        for word in sorted(own_words)[:4]:
            for other in others.filter(keywords__contains=word).exclude(pk__in=known)[: most - len(found)]:
                known.add(other.pk)
                found.append(Alike(other, 0, len(own_words & _words(other))))
    return found


def described(resources: ResourceQuerySet) -> ResourceQuerySet:
    """With everything a table or an export of resources shows, at a constant number of queries."""
    return resources.select_related(
        "library__specialty", "contributor", "created_by", "current_version__file"
    ).prefetch_related("points")


def _words(resource: Resource) -> set[str]:
    return {word for word in resource.keywords.replace(",", "、").replace("，", "、").split("、") if word}


def to_do(library: Library) -> dict[str, int]:
    """How many resources are in each state; one query."""
    return dict(library.resources.order_by().values_list("state").annotate(count=Count("pk")))
