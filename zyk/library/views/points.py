"""The tree of points: everything by links and buttons."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.imports import CellFault, read_table
from zyk.common.once import once
from zyk.common.spreadsheets import xlsx_response
from zyk.library import rules
from zyk.library.actions import (
    add_point,
    delete_point,
    hang_point,
    import_points,
    move_point,
    need,
    need_not,
    save_point,
)
from zyk.library.enums import PointKind
from zyk.library.forms.point import PointForm
from zyk.library.models import KnowledgePoint, Library
from zyk.library.point_sheet import COLUMNS, MOST_ROWS, OPTIONAL, sheet_rows
from zyk.library.queries.coverage import CoverageCell, coverage_of, needs_of
from zyk.library.queries.point import tree_of
from zyk.library.views.lists import built_library, said_of


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def points(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The tree, and the form for a new point."""
    one = built_library(request, uuid, may=rules.can_edit_points)
    initial = {"parent": request.GET.get("under"), "kind": PointKind.KNOWLEDGE}
    form = PointForm(request.POST or None, library=one, initial=initial, instance=KnowledgePoint(library=one))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            add_point(
                one,
                title=given["title"],
                kind=PointKind(given["kind"]),
                parent=given["parent"],
                description=given["description"],
                is_required=given["is_required"],
                actor=actor_in(request),
            )
        except ValidationError as error:
            form.add_error(None, said_of(error))
        else:
            messages.success(request, _("已增加。"))
            return redirect("library:points", uuid)
    context = {"library": one, "tab": "points", "form": form, "tree": tree_of(one), "needs": needs_of(one)}
    return render(request, "library/points.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def edit_point(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Rename a point, change its kind or what it hangs under."""
    point, one = _built_point(request, uuid)
    form = PointForm(request.POST or None, library=one, instance=point)
    if request.method == "POST" and form.is_valid():
        try:
            save_point(form.instance, actor=actor_in(request), changed=form.changed_data)
        except ValidationError as error:
            form.add_error(None, said_of(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("library:points", one.uuid)
    needs = point.needs.select_related("before")
    others = one.points.exclude(pk=point.pk).exclude(pk__in=needs.values("before"))
    context = {"library": one, "tab": "points", "form": form, "point": point, "needs": needs, "others": others}
    context["needed_by"] = point.needed_by.select_related("point")
    return render(request, "library/point.html", context)


@audience(SIGNED_IN)
@require_POST
def change_point(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Up, down, in, out, to another place, or away. Back to the same row."""
    point, one = _built_point(request, uuid)
    try:
        _change(point, request)
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect(reverse("library:points", args=[one.uuid]) + f"#p{point.pk or ''}")


@audience(SIGNED_IN)
@require_POST
def change_needs(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Add what is to be known before the point, or take it away."""
    point, one = _built_point(request, uuid)
    try:
        before = get_object_or_404(one.points, uuid=_uuid(request, "before"))
        if request.POST.get("act") == "remove":
            need_not(get_object_or_404(point.needs, before=before), actor=actor_in(request))
        else:
            need(point, before, actor=actor_in(request))
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect("library:edit_point", uuid)


@audience(SIGNED_IN)
@require_GET
def export_points(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The whole map as a sheet that `import_map` takes back; without points, the empty sheet to be filled in."""
    one = built_library(request, uuid)
    edges = needs_of(one)
    rows = [(branch.point, [edge.before_id for edge in edges.get(branch.point.pk, [])]) for branch in tree_of(one)]
    return xlsx_response(f"{one.name}知识点.xlsx", list(COLUMNS.values()), sheet_rows(rows))


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def import_map(request: HttpRequest, uuid: Any) -> HttpResponse:
    """A sheet in: all of it, or nothing and every fault with its cell."""
    one = built_library(request, uuid, may=rules.can_edit_points)
    faults: list[CellFault] = []
    refusal = ""
    if request.method == "POST":
        try:
            if "sheet" not in request.FILES:
                raise ValidationError(_("请选择文件。"))
            table = read_table(
                request.FILES["sheet"],  # type: ignore[arg-type]
                columns=COLUMNS,
                optional=OPTIONAL,
                max_rows=MOST_ROWS,
            )
            added, changed, faults = import_points(one, table, actor=actor_in(request))
        except ValidationError as error:
            refusal = said_of(error)
        else:
            if not faults:
                said = _("新增 %(added)d 个，更新 %(changed)d 个。") % {"added": added, "changed": changed}
                messages.success(request, said)
                return redirect("library:points", uuid)
    context = {"library": one, "tab": "points", "faults": faults[:100], "fault_count": len(faults), "refusal": refusal}
    return render(request, "library/import_points.html", context, status=400 if faults or refusal else 200)


@audience(SIGNED_IN)
@require_GET
def coverage(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Points against courses: all, or only gaps, or only overlaps; also as a sheet."""
    one = built_library(request, uuid)
    whole = coverage_of(one)
    show = request.GET.get("show", "")
    rows = [r for r in whole.rows if (show == "gaps" and r.is_gap) or (show == "overlaps" and r.is_overlap) or not show]
    if request.GET.get("as") == "xlsx":
        header = [_("知识点/技能点"), _("已发布资源"), *(course.title for course in whole.courses)]
        lines = ([r.point.title, r.published_count, *(_cell(c) for c in r.cells)] for r in rows)
        return xlsx_response(_("%(library)s覆盖矩阵") % {"library": one.name} + ".xlsx", header, lines)
    context = {"library": one, "tab": "coverage", "coverage": whole, "rows": rows, "show": show}
    return render(request, "library/coverage.html", context)


def _cell(cell: CoverageCell) -> int | str:
    return _("缺") if cell.is_gap else cell.count or ""


def _change(point: KnowledgePoint, request: HttpRequest) -> None:
    actor, act = actor_in(request), request.POST.get("act")
    if act in ("up", "down"):
        move_point(point, by=-1 if act == "up" else 1, actor=actor)
    elif act == "in":
        siblings = list(KnowledgePoint.objects.filter(library=point.library_id, parent=point.parent_id))
        place = siblings.index(point)
        if place:
            hang_point(point, siblings[place - 1], actor=actor)
    elif act == "out" and point.parent:
        hang_point(point, point.parent.parent, after=point.parent, actor=actor)
    elif act == "hang":
        points = point.library.points
        under, after = (points.filter(uuid=uuid).first() if uuid else None for uuid in _targets(request))
        hang_point(point, after.parent if after else under, after=after, actor=actor)
    elif act == "delete":
        delete_point(point, actor=actor)
        messages.success(request, _("“%(title)s”已删除。") % {"title": point.title})


def _targets(request: HttpRequest) -> tuple[UUID | None, UUID | None]:
    return _uuid(request, "under"), _uuid(request, "after")


def _uuid(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def _built_point(request: HttpRequest, uuid: Any) -> tuple[KnowledgePoint, Library]:
    point = get_object_or_404(KnowledgePoint.objects.select_related("library"), uuid=uuid)
    return point, built_library(request, point.library.uuid, may=rules.can_edit_points)
