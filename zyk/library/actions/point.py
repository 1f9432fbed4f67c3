"""The tree of knowledge and skill points: what the library must cover."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.actions.order import shifted
from zyk.library.enums import PointKind
from zyk.library.models import KnowledgePoint, Library
from zyk.library.search import forget, index


@transaction.atomic
def add_point(
    library: Library,
    *,
    title: str,
    kind: PointKind,
    actor: Actor,
    parent: KnowledgePoint | None = None,
    description: str = "",
    source: str = "",
    is_required: bool = False,
) -> KnowledgePoint:
    """Add a point as the last one under `parent`."""
    locked = Library.objects.select_for_update().get(pk=library.pk)
    must(rules.can_edit_points, locked, actor)
    point = KnowledgePoint(
        library=locked,
        parent=parent,
        kind=kind,
        title=title.strip(),
        description=description,
        source=source,
        is_required=is_required,
        position=_after_last(locked),
    )
    _must_fit(point, parent)
    point.save()
    audit.record(actor=actor, verb="create", about=point)
    index(point)
    return point


@transaction.atomic
def save_point(point: KnowledgePoint, *, actor: Actor, changed: list[str]) -> KnowledgePoint:
    """Keep a point whose fields a form has set already."""
    must(rules.can_edit_points, point.library, actor)
    _must_fit(point, point.parent)
    point.save()
    if changed:
        audit.record(actor=actor, verb="edit", about=point, facts={"fields": changed})
        index(point)
    return point


@transaction.atomic
def move_point(point: KnowledgePoint, *, by: int, actor: Actor) -> None:
    """Move a point among those under the same parent; `by` -1 is one up, 1 one down."""
    library = Library.objects.select_for_update().get(pk=point.library_id)
    must(rules.can_edit_points, library, actor)
    siblings = list(KnowledgePoint.objects.filter(library=library, parent=point.parent_id))
    KnowledgePoint.objects.bulk_update(shifted(siblings, point, by), ["position"])


@transaction.atomic
def delete_point(point: KnowledgePoint, *, actor: Actor) -> None:
    """Take away a point that nothing uses: no resource, no course, no point below it."""
    library = Library.objects.select_for_update().get(pk=point.library_id)
    must(rules.can_edit_points, library, actor)
    if point.resources.exists() or point.courses.exists() or point.children.exists():
        raise ValidationError(
            _("“%(title)s”已被资源、课程或下级点使用，不能删除。"), params={"title": point.title}, code="in-use"
        )
    audit.record(actor=actor, verb="delete", about=point)
    forget(point)
    point.delete()


def _must_fit(point: KnowledgePoint, parent: KnowledgePoint | None) -> None:
    if not rules.can_be_parent(point, parent, point.library):
        raise ValidationError({"parent": _("上级点应在本资源库内，且不能是自己或自己的下级。")})
    point.full_clean(exclude=["library"])


def _after_last(library: Library) -> int:
    return (library.points.aggregate(last=Max("position"))["last"] or 0) + 1
