"""The tree of points: everything by links and buttons."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.library.actions import add_point, delete_point, move_point, save_point
from zyk.library.enums import PointKind
from zyk.library.forms.point import PointForm
from zyk.library.models import KnowledgePoint, Library
from zyk.library.queries.point import tree_of
from zyk.library.views.lists import built_library, said_of


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def points(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The tree, and the form for a new point."""
    one = built_library(request, uuid)
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
    context = {"library": one, "tab": "points", "form": form, "tree": tree_of(one)}
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
    return render(request, "library/point.html", {"library": one, "tab": "points", "form": form, "point": point})


@audience(SIGNED_IN)
@require_POST
def change_point(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Up, down, or away."""
    point, one = _built_point(request, uuid)
    actor, act = actor_in(request), request.POST.get("act")
    try:
        if act in ("up", "down"):
            move_point(point, by=-1 if act == "up" else 1, actor=actor)
        elif act == "delete":
            delete_point(point, actor=actor)
            messages.success(request, _("“%(title)s”已删除。") % {"title": point.title})
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect("library:points", one.uuid)


def _built_point(request: HttpRequest, uuid: Any) -> tuple[KnowledgePoint, Library]:
    point = get_object_or_404(KnowledgePoint.objects.select_related("library"), uuid=uuid)
    return point, built_library(request, point.library.uuid)
