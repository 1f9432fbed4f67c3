"""课程模块 and what they call: added, named, ordered, taken out."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.library.actions.asking import must_edit_course
from zyk.library.actions.course import keep_index
from zyk.library.actions.order import arranged, shifted
from zyk.library.enums import CourseKind, ResourceState
from zyk.library.models import Course, Module, ModuleItem, Resource


@transaction.atomic
def add_module(course: Course, *, title: str, actor: Actor) -> Module:
    """Add a module at the end."""
    locked = _editable(course, actor)
    module = Module(course=locked, title=title.strip(), position=_next(locked.modules.all()))
    module.full_clean()
    module.save()
    _note(locked, actor, "add-module", module.title)
    return module


@transaction.atomic
def rename_module(module: Module, *, title: str, actor: Actor) -> Module:
    course = _editable(module.course, actor)
    module.title = title.strip()
    module.full_clean()
    module.save(update_fields=["title"])
    _note(course, actor, "rename-module", module.title)
    return module


@transaction.atomic
def move_module(module: Module, *, by: int, actor: Actor) -> None:
    """Move a module up (-1) or down (1)."""
    course = _editable(module.course, actor)
    Module.objects.bulk_update(shifted(list(course.modules.all()), module, by), ["position"])


@transaction.atomic
def remove_module(module: Module, *, actor: Actor) -> None:
    """Take a module out with its references; the resources stay in the library."""
    course = _editable(module.course, actor)
    _note(course, actor, "remove-module", module.title)
    module.delete()


@transaction.atomic
def add_item(module: Module, resource: Resource, *, actor: Actor, is_required: bool = True) -> ModuleItem:
    """Call a resource at the end of a module. A standard course calls its library's resources, drafts included;
    a personalised one any published resource the teacher sees, marked as his own addition."""
    course = _editable(module.course, actor)
    if course.kind == CourseKind.STANDARD and resource.library_id != course.library_id:
        raise ValidationError(_("标准化课程只调用本资源库的资源。"), code="other-library")
    if resource.state == ResourceState.WITHDRAWN:
        raise ValidationError(
            _("“%(title)s”已撤下，不能加入课程。"), params={"title": resource.title}, code="withdrawn"
        )
    if module.items.filter(resource=resource).exists():
        raise ValidationError(_("“%(title)s”已在这个模块里。"), params={"title": resource.title}, code="twice")
    item = ModuleItem.objects.create(
        module=module,
        resource=resource,
        position=_next(module.items.all()),
        is_required=is_required,
        is_own=course.kind == CourseKind.PERSONALISED,
    )
    _note(course, actor, "add-item", resource.title)
    return item


@transaction.atomic
def set_required(item: ModuleItem, *, is_required: bool, actor: Actor) -> ModuleItem:
    """Whether the item counts for completion."""
    _editable(item.module.course, actor)
    item.is_required = is_required
    item.save(update_fields=["is_required"])
    return item


@transaction.atomic
def move_item(item: ModuleItem, *, by: int, actor: Actor) -> None:
    """Move an item within its module, up (-1) or down (1)."""
    _editable(item.module.course, actor)
    ModuleItem.objects.bulk_update(shifted(list(item.module.items.all()), item, by), ["position"])


@transaction.atomic
def arrange_items(module: Module, uuids: Sequence[str], *, actor: Actor) -> None:
    """Put the items of a module in this order; ValidationError when somebody added or took one meanwhile."""
    _editable(module.course, actor)
    ModuleItem.objects.bulk_update(arranged(list(module.items.all()), uuids), ["position"])


@transaction.atomic
def remove_item(item: ModuleItem, *, actor: Actor) -> None:
    course = _editable(item.module.course, actor)
    _note(course, actor, "remove-item", item.resource.title)
    item.delete()


def _editable(course: Course, actor: Actor) -> Course:
    locked = Course.objects.select_for_update(of=("self",)).select_related("library").get(pk=course.pk)
    must_edit_course(locked, actor)
    return locked


def _note(course: Course, actor: Actor, verb: str, title: str) -> None:
    """The course's own history, and its entry in the index, in which modules are found."""
    course.save(update_fields=["updated_at"])
    audit.record(actor=actor, verb=verb, about=course, facts={"title": title})
    if verb.endswith("module"):
        keep_index(course)


def _next(rows: object) -> int:
    last = rows.order_by("-position").values_list("position", flat=True).first()  # type: ignore[attr-defined]
    return (last or 0) + 1
