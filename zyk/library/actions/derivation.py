"""A teacher's own course, derived from a standard one by reference (标准化课程 → 个性化课程)."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.library import rules
from zyk.library.enums import CourseKind, CourseState
from zyk.library.merging import Base, Snapshot
from zyk.library.models import Course, Module, ModuleItem, UpstreamBase
from zyk.library.queries.derivation import snapshot_of

_BATCH = 2000


@transaction.atomic
def derive_course(course: Course, *, actor: Actor, title: str = "") -> Course:
    """Make the actor's own course with the same modules calling the same resources; nothing is copied but references.

    Only published standard courses are derived from; what changes there later is told by `upstream_changes`."""
    if actor.user is None or not rules.can_derive(actor.role):
        raise ValidationError(_("请以教师身份派生课程。"), code="not-allowed")
    course = Course.objects.select_related("library").get(pk=course.pk)
    if course.kind != CourseKind.STANDARD or course.state != CourseState.PUBLISHED:
        raise ValidationError(_("只能从已发布的标准化课程派生。"), code="not-derivable")
    derived = Course(
        library=course.library,
        kind=CourseKind.PERSONALISED,
        level=course.level,
        type=course.type,
        title=title or course.title,
        description=course.description,
        derived_from=course,
        owner=actor.user,
        hours=course.hours,
        credit_hundredths=course.credit_hundredths,
        upstream_seen_at=timezone.now(),
    )
    derived.full_clean()
    derived.save()
    derived.points.set(course.points.all())
    _take_over(course, derived)
    agree(derived, snapshot_of(course))
    audit.record(actor=actor, verb="derive", about=derived, facts={"from": str(course.uuid)})
    return derived


def own_derivation(course: Course, actor: Actor) -> Course:
    """The derived course, locked; only its owner agrees with the original."""
    locked = Course.objects.select_for_update(of=("self",)).select_related("library").get(pk=course.pk)
    if actor.user is None or locked.owner_id != actor.user.pk or locked.derived_from_id is None:
        raise ValidationError(_("这门课程不由你编辑。"), code="not-allowed")
    return locked


def original_of(course: Course) -> Course:
    return Course.objects.get(derivations=course)


def agree(course: Course, original: Snapshot) -> None:
    """Inside an action: from now on the original, as it stands, is the base of what is told of it."""
    own_modules = Module.objects.filter(course=course, derived_from__isnull=False)
    own_items = ModuleItem.objects.filter(module__course=course, derived_from__isnull=False)
    base = Base(
        original,
        dict(own_modules.values_list("derived_from_id", "pk")),
        dict(own_items.values_list("derived_from_id", "pk")),
    )
    now = timezone.now()
    UpstreamBase.objects.update_or_create(course=course, defaults={"content": base.as_json(), "taken_at": now})
    course.upstream_seen_at = now
    course.save(update_fields=["upstream_seen_at", "updated_at"])


def _take_over(course: Course, derived: Course) -> None:
    modules = list(course.modules.all())
    mine = Module.objects.bulk_create(
        (Module(course=derived, title=m.title, position=m.position, derived_from=m) for m in modules),
        batch_size=_BATCH,
    )
    _call_the_same(course, {module.pk: own.pk for module, own in zip(modules, mine, strict=True)})


def _call_the_same(course: Course, mine_of: dict[int, int]) -> None:
    """One plain INSERT for all items: making a model of each would take most of the time of a large course."""
    items = ModuleItem.objects.filter(module__course=course).order_by("id")
    columns = ("uuid", "module_id", "resource_id", "position", "is_required", "is_own", "derived_from_id", "added_at")
    uuid_field = ModuleItem._meta.get_field("uuid")
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    wanted = items.values_list("pk", "module_id", "resource_id", "position", "is_required")
    rows = [
        (
            uuid_field.get_db_prep_value(uuid4(), connection),
            mine_of[module],
            resource,
            place,
            is_required,
            False,
            pk,
            now,
        )
        for pk, module, resource, place, is_required in wanted
    ]
    named = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {ModuleItem._meta.db_table} ({named}) VALUES ({places})",  # noqa: S608
            rows,
        )
