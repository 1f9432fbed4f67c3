"""The map over the tree: what is to be known before what, what hangs where, and whole maps from a spreadsheet."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.imports import CellFault, Table
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.enums import PointKind
from zyk.library.models import KnowledgePoint, Library, Prerequisite
from zyk.library.point_sheet import NumberedPoint, checked_map, closes_circle
from zyk.library.search import index


@transaction.atomic
def need(point: KnowledgePoint, before: KnowledgePoint, *, actor: Actor) -> Prerequisite:
    """`before` is to be known before `point`. The library is locked while the circle is looked for, so that of two
    people drawing opposite edges one is refused."""
    library = _locked(point.library_id)
    must(rules.can_edit_points, library, actor)
    if before.library_id != library.pk:
        raise ValidationError(_("先修点应在本资源库内。"), code="other-library")
    edges: dict[int, set[int]] = defaultdict(set)
    for after, earlier in Prerequisite.objects.filter(point__library=library).values_list("point_id", "before_id"):
        edges[after].add(earlier)
    if closes_circle(edges, point.pk, before.pk):
        raise ValidationError(
            _("“%(before)s”直接或间接以“%(point)s”为先修，这样会成环。"),
            params={"before": before.title, "point": point.title},
            code="circle",
        )
    edge, is_new = Prerequisite.objects.get_or_create(point=point, before=before)
    if is_new:
        audit.record(actor=actor, verb="need", about=point, facts={"before": before.title})
    return edge


@transaction.atomic
def need_not(edge: Prerequisite, *, actor: Actor) -> None:
    must(rules.can_edit_points, _locked(edge.point.library_id), actor)
    audit.record(actor=actor, verb="need-not", about=edge.point, facts={"before": edge.before.title})
    edge.delete()


@transaction.atomic
def hang_point(
    point: KnowledgePoint, parent: KnowledgePoint | None, *, actor: Actor, after: KnowledgePoint | None = None
) -> None:
    """Put a point under another parent (None: the top), behind `after` there, else as the last."""
    library = _locked(point.library_id)
    must(rules.can_edit_points, library, actor)
    fresh = KnowledgePoint.objects.get(pk=point.pk)
    if not rules.can_be_parent(fresh, parent, library):
        raise ValidationError(_("上级点应在本资源库内，且不能是自己或自己的下级。"), code="parent")
    siblings = list(KnowledgePoint.objects.filter(library=library, parent=parent).exclude(pk=fresh.pk))
    place = next((n for n, row in enumerate(siblings, 1) if after and row.pk == after.pk), len(siblings))
    siblings.insert(place, fresh)
    fresh.parent = parent
    fresh.save(update_fields=["parent", "updated_at"])
    for position, row in enumerate(siblings, start=1):
        row.position = position
    KnowledgePoint.objects.bulk_update(siblings, ["position"], batch_size=500)
    audit.record(actor=actor, verb="hang", about=fresh, facts={"under": parent.title if parent else ""})


@transaction.atomic
def import_points(library: Library, table: Table, *, actor: Actor) -> tuple[int, int, list[CellFault]]:
    """Take a whole map from a sheet: (added, changed, faults); with a fault nothing is changed.

    A row with a code known here changes that point, every other adds one; nothing is deleted. The order of the rows is
    the order of the points."""
    locked = _locked(library.pk)
    must(rules.can_edit_points, locked, actor)
    known = {str(point.uuid): point for point in locked.points.all()}
    rows, faults = checked_map(table, known_codes=set(known))
    if faults:
        return 0, 0, faults
    points = [_point_of(row, locked, known.get(row.code)) for row in rows]
    added = [point for point in points if point.pk is None]
    for position, point in enumerate(points, start=1):
        point.position = position
    KnowledgePoint.objects.bulk_create(added, batch_size=500)
    by_number = {row.number: point for row, point in zip(rows, points, strict=True)}
    for row, point in zip(rows, points, strict=True):
        point.parent = by_number.get(row.parent)
    if fault := _left_under_itself(points, known.values()):
        transaction.set_rollback(True)
        return 0, 0, [fault]
    fields = ["title", "kind", "parent", "is_required", "source", "description", "position"]
    KnowledgePoint.objects.bulk_update(points, fields, batch_size=200)
    _replace_edges(locked, rows, by_number)
    index(*points)
    facts = {"added": len(added), "changed": len(points) - len(added)}
    audit.record(actor=actor, verb="import-points", about=locked, facts=facts)
    return len(added), len(points) - len(added), []


def _point_of(row: NumberedPoint, library: Library, known: KnowledgePoint | None) -> KnowledgePoint:
    point = known or KnowledgePoint(library=library)
    point.title, point.kind, point.is_required = row.title, PointKind(row.kind), row.is_required
    point.source, point.description = row.source, row.description
    return point


def _left_under_itself(points: list[KnowledgePoint], known: object) -> CellFault | None:
    """A sheet with some of the points may hang one under what stays below it here."""
    parents = {point.pk: point.parent_id for point in known} | {p.pk: p.parent_id for p in points}  # type: ignore[attr-defined]
    for point in points:
        seen, above = {point.pk}, parents[point.pk]
        while above is not None:
            if above in seen:
                return CellFault(0, "", "", _("“%(title)s”会挂到自己的下级。") % {"title": point.title})
            seen.add(above)
            above = parents.get(above)
    return None


def _replace_edges(library: Library, rows: list[NumberedPoint], by_number: dict[str, KnowledgePoint]) -> None:
    """The rows say all that their points need; the circle is looked for over the whole library."""
    Prerequisite.objects.filter(point__in=list(by_number.values())).delete()
    edges: dict[int, set[int]] = defaultdict(set)
    for after, earlier in Prerequisite.objects.filter(point__library=library).values_list("point_id", "before_id"):
        edges[after].add(earlier)
    made = []
    for row in rows:
        point = by_number[row.number]
        for number in row.before:
            before = by_number[number]
            if closes_circle(edges, point.pk, before.pk):
                raise ValidationError(
                    _("“%(before)s”直接或间接以“%(point)s”为先修，这样会成环。"),
                    params={"before": before.title, "point": point.title},
                    code="circle",
                )
            edges[point.pk].add(before.pk)
            made.append(Prerequisite(point=point, before=before))
    Prerequisite.objects.bulk_create(made, batch_size=500)


def _locked(pk: int) -> Library:
    return Library.objects.select_for_update(of=("self",)).get(pk=pk)
