"""A derived course beside its original."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zyk.library.enums import UpstreamChange
from zyk.library.merging import FACTS, Base, Change, Comparison, Snapshot, compare
from zyk.library.models import Course, ModuleItem, Resource, UpstreamBase


def snapshot_of(course: Course) -> Snapshot:
    """The course as it stands; three queries of plain rows, so that 10,000 items cost little."""
    items = ModuleItem.objects.filter(module__course=course).order_by("module_id", "position", "id")
    return Snapshot(
        {name: getattr(course, name) for name in FACTS},
        sorted(course.points.values_list("pk", flat=True)),
        list(course.modules.order_by("position", "id").values_list("pk", "title")),
        list(items.values_list("pk", "module_id", "resource_id", "is_required")),
    )


def base_of(course: Course) -> Base:
    """What was agreed last; ValidationError never: a derived course always has one."""
    return Base.of_json(UpstreamBase.objects.values_list("content", flat=True).get(course=course))


def compared(course: Course) -> Comparison:
    """Every change of the original that a derived course does not have."""
    assert course.derived_from
    base = base_of(course)
    return compare(base.original, snapshot_of(course.derived_from), base.in_its_keys(snapshot_of(course)))


@dataclass(frozen=True)
class ToldChange:
    """A change in words for the page: what it is about, and the three texts beside each other."""

    change: Change
    subject: str
    before: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class UpstreamChanges:
    """What the original has had since the owner last agreed; `renewed` follow by themselves and need no choice."""

    told: list[ToldChange] = field(default_factory=list)
    renewed: list[ModuleItem] = field(default_factory=list)
    digest: str = ""

    @property
    def count(self) -> int:
        return len(self.told) + len(self.renewed)

    @property
    def conflicts(self) -> int:
        return sum(told.change.is_conflict for told in self.told)


def upstream_changes(course: Course) -> UpstreamChanges:
    """For the page; nothing for a course that is not derived. The query count does not follow the size."""
    if course.derived_from_id is None or course.upstream_seen_at is None:
        return UpstreamChanges()
    of = compared(course)
    own = ModuleItem.objects.filter(module__course=course).select_related("resource__current_version")
    renewed = list(own.filter(resource__current_version__published_at__gt=course.upstream_seen_at)[:200])
    resources = dict(
        Resource.objects.filter(pk__in={c.resource for c in of.changes if c.resource}).values_list("pk", "title")
    )
    modules = dict(of.base.modules) | dict(of.theirs.modules)
    return UpstreamChanges([_told(change, of, modules, resources) for change in of.changes], renewed, of.digest)


def _told(change: Change, of: Comparison, modules: dict[int, str], resources: dict[int, str]) -> ToldChange:
    module = modules.get(change.module or 0, "")
    title = resources.get(change.resource or 0, "")
    kind = change.kind
    if kind == UpstreamChange.FACT:
        label = str(Course._meta.get_field(change.about).verbose_name)  # type: ignore[union-attr]
        words = [_fact(change.about, value) for value in (change.before, change.theirs, change.mine)]
        return ToldChange(change, label, *words)
    if kind == UpstreamChange.POINTS:
        said = _("增加 %(more)s 个，去掉 %(fewer)s 个") % {"more": change.theirs, "fewer": change.mine}
        return ToldChange(change, "", "", said, _("不变"))
    if kind in (UpstreamChange.MODULE_ORDER, UpstreamChange.ITEM_ORDER):
        orders = [_order(change, snapshot) for snapshot in (of.base, of.theirs, of.mine)]
        return ToldChange(change, module, *orders)
    if kind in (UpstreamChange.ITEM_ADDED, UpstreamChange.ITEM_REMOVED, UpstreamChange.ITEM_REQUIRED):
        subject = f"{module} · {title}"
        words = [_must(value) for value in (change.before, change.theirs, change.mine)]
        if kind == UpstreamChange.ITEM_ADDED and change.is_conflict:
            words[2] = _("你已删除这个模块")
        return ToldChange(change, subject, *words)
    return ToldChange(change, module, *(value or _("没有") for value in (change.before, change.theirs, change.mine)))


def _must(value: bool | None) -> str:
    return _("没有") if value is None else _("必学") if value else _("选学")


def _fact(name: str, value: Any) -> str:
    if value in (None, ""):
        return _("未设定")
    return f"{value / 100:g}" if name == "credit_hundredths" else str(value)


def _order(change: Change, snapshot: Snapshot) -> str:
    """The first few of an order, by title."""
    if change.kind == UpstreamChange.MODULE_ORDER:
        titles = [title for _key, title in snapshot.modules]
    else:
        wanted = [resource for _key, module, resource, _must in snapshot.items if module == change.module][:6]
        by_pk = dict(Resource.objects.filter(pk__in=wanted).values_list("pk", "title"))
        titles = [by_pk.get(pk, "") for pk in wanted]
    return " → ".join(titles[:6]) + (" …" if len(titles) > 6 else "")
