"""Three-way comparison of a derived course with its original: what stood when they last agreed (base), what stands
there now (theirs) and here (mine). Pure; everything is named by the primary key it has in the original."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from zyk.library.enums import UpstreamChange

FACTS = ("title", "description", "hours", "credit_hundredths")
ModuleRow = tuple[int, str]  # key, title
ItemRow = tuple[int, int, int, bool]  # key, module, resource, is_required


@dataclass(frozen=True)
class Snapshot:
    """A course as rows, modules and items in their order."""

    facts: Mapping[str, Any]
    points: Sequence[int]
    modules: Sequence[ModuleRow]
    items: Sequence[ItemRow]

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Base:
    """The original as it was, and which of our rows came from which of its rows."""

    original: Snapshot
    own_modules: Mapping[int, int]
    own_items: Mapping[int, int]

    def as_json(self) -> dict[str, Any]:
        return asdict(self.original) | {
            "own_modules": [list(pair) for pair in self.own_modules.items()],
            "own_items": [list(pair) for pair in self.own_items.items()],
        }

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> "Base":
        return cls(
            Snapshot(
                said["facts"],
                said["points"],
                [(key, title) for key, title in said["modules"]],
                [(key, module, resource, must) for key, module, resource, must in said["items"]],
            ),
            dict(said["own_modules"]),
            dict(said["own_items"]),
        )

    def in_its_keys(self, mine: Snapshot) -> Snapshot:
        """Our course named as the original names it; what is only ours gets the negative of its key."""
        modules = {own: key for key, own in self.own_modules.items()}
        items = {own: key for key, own in self.own_items.items()}
        return Snapshot(
            mine.facts,
            mine.points,
            [(modules.get(key, -key), title) for key, title in mine.modules],
            [(items.get(key, -key), modules.get(module, -module), res, must) for key, module, res, must in mine.items],
        )


@dataclass(frozen=True)
class Change:
    """One thing the original did since; `about` is the field, module or item. `is_conflict`: we changed it too."""

    kind: UpstreamChange
    about: str
    before: Any = None
    theirs: Any = None
    mine: Any = None
    module: int | None = None
    resource: int | None = None
    is_conflict: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind.value}.{self.about}"


@dataclass
class Comparison:
    base: Snapshot
    theirs: Snapshot
    mine: Snapshot
    changes: list[Change] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What the owner saw when he chose; another one means that either side has changed meanwhile."""
        return hashlib.sha256(f"{self.theirs.digest}{self.mine.digest}".encode()).hexdigest()[:32]


def compare(base: Snapshot, theirs: Snapshot, mine: Snapshot) -> Comparison:
    """All changes of the original that this course does not have; `mine` in the keys of the original."""
    found = Comparison(base, theirs, mine)
    found.changes.extend(_facts(found))
    found.changes.extend(_points(found))
    found.changes.extend(_modules(found))
    found.changes.extend(_items(found))
    return found


def _facts(of: Comparison) -> Iterable[Change]:
    for name in FACTS:
        before, theirs, mine = of.base.facts.get(name), of.theirs.facts.get(name), of.mine.facts.get(name)
        if theirs != before and theirs != mine:
            yield Change(UpstreamChange.FACT, name, before, theirs, mine, is_conflict=mine != before)


def merged_points(of: Comparison) -> list[int]:
    """Ours, with what the original added and without what it took away."""
    before, theirs = set(of.base.points), set(of.theirs.points)
    return sorted((set(of.mine.points) | (theirs - before)) - (before - theirs))


def _points(of: Comparison) -> Iterable[Change]:
    merged = set(merged_points(of))
    mine = set(of.mine.points)
    if merged != mine:
        yield Change(UpstreamChange.POINTS, "points", None, len(merged - mine), len(mine - merged))


def _modules(of: Comparison) -> Iterable[Change]:
    base, theirs, mine = dict(of.base.modules), dict(of.theirs.modules), dict(of.mine.modules)
    own_inside = {module for key, module, *_ in of.mine.items if key < 0}
    for key, title in of.theirs.modules:
        if key not in base:
            yield Change(UpstreamChange.MODULE_ADDED, str(key), None, title, None, module=key)
        elif key in mine and title != base[key] and title != mine[key]:
            conflict = mine[key] != base[key]
            yield Change(
                UpstreamChange.MODULE_RENAMED, str(key), base[key], title, mine[key], module=key, is_conflict=conflict
            )
    for key, title in of.base.modules:
        if key not in theirs and key in mine:
            conflict = mine[key] != title or key in own_inside
            yield Change(
                UpstreamChange.MODULE_REMOVED, str(key), title, None, mine[key], module=key, is_conflict=conflict
            )
    order = _reordered(list(base), list(theirs), list(mine))
    if order is not None:
        yield Change(UpstreamChange.MODULE_ORDER, "modules", is_conflict=order)


def _items(of: Comparison) -> Iterable[Change]:
    base, theirs = ({row[0]: row for row in rows} for rows in (of.base.items, of.theirs.items))
    mine = {row[0]: row for row in of.mine.items}
    base_modules, their_modules = {key for key, _t in of.base.modules}, {key for key, _t in of.theirs.modules}
    my_modules = {key for key, _title in of.mine.modules}
    called = {(module, resource) for _key, module, resource, _must in of.mine.items}
    for key, module, resource, must in of.theirs.items:
        if key not in base:
            if module in base_modules and (module, resource) not in called:
                gone = module not in my_modules
                yield Change(
                    UpstreamChange.ITEM_ADDED,
                    str(key),
                    None,
                    must,
                    None,
                    is_conflict=gone,
                    module=module,
                    resource=resource,
                )
        elif key in mine and must != base[key][3] and must != mine[key][3]:
            yield Change(
                UpstreamChange.ITEM_REQUIRED,
                str(key),
                base[key][3],
                must,
                mine[key][3],
                module=module,
                resource=resource,
            )
    for key, module, resource, must in of.base.items:
        if key not in theirs and key in mine and module in their_modules:
            conflict = mine[key][3] != must
            yield Change(
                UpstreamChange.ITEM_REMOVED,
                str(key),
                must,
                None,
                mine[key][3],
                module=module,
                resource=resource,
                is_conflict=conflict,
            )
    grouped = [_by_module(snapshot.items) for snapshot in (of.base, of.theirs, of.mine)]
    for module, their_keys in grouped[1].items():
        order = _reordered(grouped[0].get(module, []), their_keys, grouped[2].get(module, []))
        if order is not None:
            yield Change(UpstreamChange.ITEM_ORDER, str(module), module=module, is_conflict=order)


def _by_module(items: Sequence[ItemRow]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = defaultdict(list)
    for key, module, *_rest in items:
        grouped[module].append(key)
    return grouped


def _reordered(base: list[int], theirs: list[int], mine: list[int]) -> bool | None:
    """None when the original kept its order of what all three have, or we have the same; else whether we changed
    ours too."""
    common = set(base) & set(theirs) & set(mine)
    was, is_now, ours = ([key for key in keys if key in common] for keys in (base, theirs, mine))
    return ours != was if is_now not in (was, ours) else None


def merged_order(theirs: Sequence[int], mine: Sequence[int], *, added: set[int], as_theirs: bool) -> list[int]:
    """Our order with the `added` ones of the original after what stands before them there; with `as_theirs` what both
    have stands in its order, on the places that these have with us."""
    order = list(mine)
    if as_theirs:
        ours = set(order)
        shared = iter([key for key in theirs if key in ours])
        known = set(theirs)
        order = [next(shared) if key in known else key for key in order]
    place = -1
    for key in theirs:
        if key in added:
            place += 1
            order.insert(place, key)
        elif key in order:
            place = order.index(key)
    return order
