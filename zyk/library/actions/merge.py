"""What changed in the original, taken into a derived course as its owner chose."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.library.actions.derivation import agree, original_of, own_derivation
from zyk.library.enums import UpstreamChange
from zyk.library.merging import Change, Comparison, merged_order, merged_points
from zyk.library.models import Course, Module, ModuleItem
from zyk.library.queries.derivation import base_of, compared

Row = TypeVar("Row", Module, ModuleItem)


@transaction.atomic
def merge_upstream(course: Course, *, taken: Iterable[str], digest: str, actor: Actor) -> int:
    """Take the changes named by their keys and keep the own state of all others; how many were taken.

    Afterwards both sides agree: nothing of this is told again. ValidationError when either side has changed since the
    page with this `digest` was shown."""
    locked = own_derivation(course, actor)
    original = Course.objects.select_for_update(of=("self",)).get(pk=original_of(locked).pk)
    locked.derived_from = original
    of = compared(locked)
    if of.digest != digest:
        raise ValidationError(_("你查看期间课程又有变化，还没有合并。请核对下面的最新内容再选。"), code="stale")
    wanted = set(taken)
    chosen = [change for change in of.changes if change.key in wanted]
    _Merge(locked, of, chosen).apply()
    agree(locked, of.theirs)
    left = [change for change in of.changes if change.key not in wanted]
    facts = {"taken": [change.key for change in chosen], "kept": [change.key for change in left]}
    audit.record(actor=actor, verb="merge-upstream", about=locked, facts=facts)
    return len(chosen)


class _Merge:
    """One application of chosen changes; rows of ours are found by their key in the original."""

    def __init__(self, course: Course, of: Comparison, chosen: list[Change]) -> None:
        self.course, self.of = course, of
        self.chosen = {kind: [c for c in chosen if c.kind == kind] for kind in UpstreamChange}
        base = base_of(course)
        self.modules, self.items = dict(base.own_modules), dict(base.own_items)
        self.theirs = {key: (module, resource, must) for key, module, resource, must in of.theirs.items}
        self.titles = dict(of.base.modules) | dict(of.theirs.modules)

    def apply(self) -> None:
        self._facts()
        self._take_away()
        brought = self._bring_modules()
        self._rename()
        added = self._bring_items(brought)
        self._arrange_modules(brought)
        self._arrange_items(added)

    def _facts(self) -> None:
        for change in self.chosen[UpstreamChange.FACT]:
            setattr(self.course, change.about, change.theirs)
        if self.chosen[UpstreamChange.FACT]:
            self.course.full_clean()
            self.course.save()
        if self.chosen[UpstreamChange.POINTS]:
            self.course.points.set(merged_points(self.of))

    def _take_away(self) -> None:
        gone = [self.modules[int(c.about)] for c in self.chosen[UpstreamChange.MODULE_REMOVED]]
        Module.objects.filter(course=self.course, pk__in=gone).delete()
        out = [self.items[int(c.about)] for c in self.chosen[UpstreamChange.ITEM_REMOVED]]
        ModuleItem.objects.filter(module__course=self.course, pk__in=out).delete()
        for must in (True, False):
            keys = [self.items[int(c.about)] for c in self.chosen[UpstreamChange.ITEM_REQUIRED] if c.theirs is must]
            ModuleItem.objects.filter(module__course=self.course, pk__in=keys).update(is_required=must)

    def _bring_modules(self) -> set[int]:
        """New modules, and those we had removed into which a chosen addition goes."""
        wanted = {int(c.about) for c in self.chosen[UpstreamChange.MODULE_ADDED]}
        wanted |= {c.module for c in self.chosen[UpstreamChange.ITEM_ADDED] if c.is_conflict and c.module}
        made = Module.objects.bulk_create(
            Module(course=self.course, title=self.titles[key], position=0, derived_from_id=key)
            for key in sorted(wanted)
        )
        self.modules |= {module.derived_from_id: module.pk for module in made if module.derived_from_id}
        return wanted

    def _rename(self) -> None:
        for change in self.chosen[UpstreamChange.MODULE_RENAMED]:
            pk = self.modules[int(change.about)]
            Module.objects.filter(course=self.course, pk=pk).update(title=change.theirs)

    def _bring_items(self, brought: set[int]) -> dict[int, set[int]]:
        """By module of the original: the new modules' own items, and the additions chosen one by one."""
        new = {int(c.about) for c in self.chosen[UpstreamChange.MODULE_ADDED]}
        keys = [key for key, (module, _resource, _must) in self.theirs.items() if module in new & brought]
        keys += [int(c.about) for c in self.chosen[UpstreamChange.ITEM_ADDED]]
        rows = []
        added: dict[int, set[int]] = {}
        for key in keys:
            module, resource, must = self.theirs[key]
            added.setdefault(module, set()).add(key)
            rows.append(
                ModuleItem(
                    module_id=self.modules[module],
                    resource_id=resource,
                    position=0,
                    is_required=must,
                    derived_from_id=key,
                )
            )
        for item in ModuleItem.objects.bulk_create(rows, batch_size=2000):
            if item.derived_from_id:
                self.items[item.derived_from_id] = item.pk
        return added

    def _arrange_modules(self, brought: set[int]) -> None:
        as_theirs = bool(self.chosen[UpstreamChange.MODULE_ORDER])
        if not brought and not as_theirs:
            return
        rows = {module.pk: module for module in Module.objects.filter(course=self.course)}
        mine = [key for key, _title in self.of.mine.modules if self._pk(self.modules, key) in rows]
        theirs = [key for key, _title in self.of.theirs.modules]
        order = merged_order(theirs, mine, added=brought, as_theirs=as_theirs)
        Module.objects.bulk_update(self._placed(order, rows, self.modules), ["position"], batch_size=500)

    def _arrange_items(self, added: dict[int, set[int]]) -> None:
        reordered = {c.module for c in self.chosen[UpstreamChange.ITEM_ORDER] if c.module}
        for module in reordered | set(added):
            rows = {item.pk: item for item in ModuleItem.objects.filter(module_id=self.modules[module])}
            mine = [key for key, m, *_r in self.of.mine.items if m == module and self._pk(self.items, key) in rows]
            theirs = [key for key, (their_module, _r, _m) in self.theirs.items() if their_module == module]
            order = merged_order(theirs, mine, added=added.get(module, set()), as_theirs=module in reordered)
            ModuleItem.objects.bulk_update(self._placed(order, rows, self.items), ["position"], batch_size=500)

    @staticmethod
    def _pk(pks: dict[int, int], key: int) -> int | None:
        return -key if key < 0 else pks.get(key)

    def _placed(self, order: list[int], rows: dict[int, Row], pks: dict[int, int]) -> list[Row]:
        placed = []
        for position, key in enumerate(order, start=1):
            row = rows.get(self._pk(pks, key) or 0)
            if row is not None:
                row.position = position
                placed.append(row)
        return placed
