"""Courses for everyone to see, and the door to a course of one's own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import ANYONE, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.library import rules, search
from zyk.library.actions import derive_course
from zyk.library.enums import CourseKind, CourseLevel, CourseState, CourseType, EntryKind
from zyk.library.models import Course
from zyk.library.noting import note_course
from zyk.library.queries import counted_courses, modules_of, team_role
from zyk.library.views.lists import outward, said_of
from zyk.records.verbs import Verb

SORTS = {
    "title": ("title", "id"),
    "library": ("library__name", "position", "id"),
    "hours": ("hours", "id"),
    "updated": ("updated_at", "id"),
}


@audience(ANYONE)
@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """Published standard courses of all libraries."""
    actor = actor_in(request)
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "type", "level")}
    sort = sort_of(request, SORTS, "library")
    rows = counted_courses(actor).filter(state=CourseState.PUBLISHED)
    if chosen["q"]:
        found = search.entries(chosen["q"], actor=actor, kind=EntryKind.COURSE)
        rows = rows.filter(uuid__in=found.values("object_uuid"))
    rows = rows.filter(**{name: chosen[name] for name in ("type", "level") if chosen[name]})
    context = chosen | {
        "sort": sort,
        "types": CourseType.choices,
        "levels": CourseLevel.choices,
        "page": page_of(request, rows.order_by(*sort.order_by)),
        "is_filtered": any(chosen.values()),
    }
    return render(request, "library/courses.html", context)


@audience(ANYONE)
@require_GET
def course(request: HttpRequest, uuid: Any) -> HttpResponse:
    """What a course consists of."""
    actor = actor_in(request)
    one = get_object_or_404(
        Course.objects.visible_to(actor).select_related(
            "library__lead_host", "library__specialty", "derived_from", "owner"
        ),
        uuid=uuid,
    )
    role = team_role(one.library, actor)
    can_edit = rules.can_edit_course(one, team_role=role, user_id=actor.user.pk if actor.user else None)
    modules = modules_of(one, published_only=not can_edit)
    response = render(
        request,
        "library/course.html",
        outward(one)
        | {
            "course": one,
            "modules": modules,
            "item_count": sum(len(module.items.all()) for module in modules),
            "points": one.points.all(),
            "can_edit": can_edit,
            "can_derive": _may_derive(one, request),
            "history": history_of(one)[:30] if can_edit else [],
        },
    )
    note_course(actor, Verb.VIEWED, one)
    return response


@audience(*rules.DERIVING_ROLES)
@require_POST
@once
def derive(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Make a personalised course of one's own and open it in the builder."""
    actor = actor_in(request)
    one = get_object_or_404(Course.objects.visible_to(actor).select_related("library"), uuid=uuid)
    try:
        derived = derive_course(one, actor=actor)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("library:course", uuid)
    messages.success(request, _("已派生为你的个性化课程，改动不影响原课程。"))
    return redirect("library:builder", derived.uuid)


def _may_derive(one: Course, request: HttpRequest) -> bool:
    is_open = one.kind == CourseKind.STANDARD and one.state == CourseState.PUBLISHED
    return is_open and rules.can_derive(actor_in(request).role)
