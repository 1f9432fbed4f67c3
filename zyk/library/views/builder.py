"""Putting a course together: modules, their items, what is missing, what changed in the original."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import Actor, actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.library import actions, rules, search
from zyk.library.enums import CourseKind, EntryKind
from zyk.library.forms.course import CourseForm
from zyk.library.models import Course, Module, ModuleItem, Resource
from zyk.library.queries import (
    checks_before_publishing,
    modules_of,
    points_not_arranged,
    team_role,
    upstream_changes,
)
from zyk.library.views.lists import built_library, own_or_built_course, said_of

Act = Callable[[Course, HttpRequest, Actor], None]


@audience(SIGNED_IN)
@require_GET
def builder(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The course as a list of modules with movable items; beside it the library to pick from."""
    one, actor = own_or_built_course(request, uuid), actor_in(request)
    modules = modules_of(one)
    required = one.points.count()
    missing = points_not_arranged(one)
    items = [item for module in modules for item in module.items.all()]
    context = {
        "course": one,
        "library": one.library,
        "modules": modules,
        "item_count": len(items),
        "own_count": sum(item.is_own for item in items),
        "into": _chosen_module(modules, request),
        "checks": checks_before_publishing(modules),
        "missing": missing[:12],
        "required": required,
        "arranged_share": (required - len(missing)) / required if required else None,
        "missing_count": len(missing),
        "changes": upstream_changes(one),
        "can_publish": one.kind == CourseKind.PERSONALISED or rules.can_publish(team_role(one.library, actor)),
        **_to_pick(request, one, items),
    }
    return render(request, "library/builder.html", context)


@audience(SIGNED_IN)
@require_POST
def change(request: HttpRequest, uuid: Any) -> HttpResponse:
    """One act on the course; `act` names it. Answers 204 to a script, else the builder again."""
    one, actor = own_or_built_course(request, uuid), actor_in(request)
    act = _ACTS.get(request.POST.get("act", ""))
    refusal = ""
    try:
        if act:
            act(one, request, actor)
    except ValidationError as error:
        refusal = said_of(error)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(refusal, status=409, content_type="text/plain") if refusal else HttpResponse(status=204)
    if refusal:
        messages.error(request, refusal)
    return _back(request, one)


@audience(SIGNED_IN)
@require_POST
@once
def add_module(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = own_or_built_course(request, uuid)
    try:
        actions.add_module(one, title=request.POST.get("title", ""), actor=actor_in(request))
    except ValidationError as error:
        messages.error(request, said_of(error))
    return _back(request, one)


@audience(SIGNED_IN)
@require_POST
@once
def move_course(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Publish, withdraw."""
    one, actor = own_or_built_course(request, uuid), actor_in(request)
    try:
        if request.POST.get("act") == "withdraw":
            actions.withdraw_course(one, actor=actor, why=request.POST.get("why", "").strip()[:300])
            messages.success(request, _("课程已撤下。"))
        else:
            actions.publish_course(one, actor=actor)
            messages.success(request, _("课程已发布。"))
    except ValidationError as error:
        messages.error(request, said_of(error))
    return _back(request, one)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The course's own words, and the points it must cover."""
    one = own_or_built_course(request, uuid)
    form = CourseForm(request.POST or None, instance=one, library=one.library)
    if request.method == "POST" and form.is_valid():
        form.instance.credit_hundredths = form.credit_hundredths
        actions.edit_course(
            form.instance, actor=actor_in(request), changed=form.changed_data, points=form.cleaned_data["points"]
        )
        messages.success(request, _("已保存。"))
        return redirect("library:builder", uuid)
    return render(request, "library/course_form.html", {"course": one, "library": one.library, "form": form})


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def new_course(request: HttpRequest, uuid: Any) -> HttpResponse:
    library = built_library(request, uuid, may=rules.can_edit_courses)
    form = CourseForm(request.POST or None, instance=Course(library=library), library=library)
    if request.method == "POST" and form.is_valid():
        given, actor = form.cleaned_data, actor_in(request)
        one = actions.create_course(
            library=library,
            actor=actor,
            credit_hundredths=form.credit_hundredths,
            **{name: given[name] for name in ("title", "type", "level", "hours", "description")},
        )
        actions.edit_course(one, actor=actor, changed=[], points=given["points"])
        messages.success(request, _("课程已建立，先加第一个模块。"))
        return redirect("library:builder", one.uuid)
    return render(request, "library/course_form.html", {"library": library, "form": form})


def _back(request: HttpRequest, one: Course) -> HttpResponse:
    """The builder again, with the search that was open."""
    query = request.POST.get("back", "")
    return redirect(reverse("library:builder", args=[one.uuid]) + (query if query.startswith("?") else ""))


def _to_pick(request: HttpRequest, one: Course, items: list[ModuleItem]) -> dict[str, Any]:
    """Resources to add: of the library for its own course, of every library for a teacher's."""
    text = request.GET.get("q", "").strip()[:100]
    certified = ("True",) if request.GET.get("certified") else ()
    is_standard = one.kind == CourseKind.STANDARD
    filters = search.Filters(
        library=one.library if is_standard or not text else None,
        is_certified=certified,
        published_only=not is_standard,
    )
    found = search.search(text, actor=actor_in(request), kind=EntryKind.RESOURCE, filters=filters, per_page=12)
    known = {item.resource.uuid for item in items}
    picks = [(row, row.object_uuid in known) for row in found.rows]
    return {"q": text, "certified": bool(certified), "picks": picks, "pick_total": found.total}


def _chosen_module(modules: list[Module], request: HttpRequest) -> Module | None:
    """Where picked resources go: the module asked for, else the last one."""
    asked = request.GET.get("into", "")
    return next((module for module in modules if str(module.uuid) == asked), modules[-1] if modules else None)


def _module(one: Course, request: HttpRequest) -> Module:
    return get_object_or_404(one.modules.select_related("course__library"), uuid=request.POST.get("module") or None)


def _item(one: Course, request: HttpRequest) -> ModuleItem:
    rows = ModuleItem.objects.select_related("module__course__library", "resource").filter(module__course=one)
    return get_object_or_404(rows, uuid=request.POST.get("item") or None)


def _rename_module(one: Course, request: HttpRequest, actor: Actor) -> None:
    actions.rename_module(_module(one, request), title=request.POST.get("title", ""), actor=actor)


def _remove_module(one: Course, request: HttpRequest, actor: Actor) -> None:
    actions.remove_module(_module(one, request), actor=actor)


def _move_module(by: int) -> Act:
    return lambda one, request, actor: actions.move_module(_module(one, request), by=by, actor=actor)


def _move_item(by: int) -> Act:
    return lambda one, request, actor: actions.move_item(_item(one, request), by=by, actor=actor)


def _add_item(one: Course, request: HttpRequest, actor: Actor) -> None:
    resource = get_object_or_404(Resource.objects.visible_to(actor), uuid=request.POST.get("resource") or None)
    actions.add_item(_module(one, request), resource, actor=actor)


def _remove_item(one: Course, request: HttpRequest, actor: Actor) -> None:
    actions.remove_item(_item(one, request), actor=actor)


def _required(is_required: bool) -> Act:
    def act(one: Course, request: HttpRequest, actor: Actor) -> None:
        actions.set_required(_item(one, request), is_required=is_required, actor=actor)

    return act


def _arrange(one: Course, request: HttpRequest, actor: Actor) -> None:
    actions.arrange_items(_module(one, request), request.POST.getlist("order"), actor=actor)


_ACTS: dict[str, Act] = {
    "rename-module": _rename_module,
    "remove-module": _remove_module,
    "module-up": _move_module(-1),
    "module-down": _move_module(1),
    "add-item": _add_item,
    "remove-item": _remove_item,
    "item-up": _move_item(-1),
    "item-down": _move_item(1),
    "required": _required(True),
    "optional": _required(False),
    "arrange": _arrange,
}
