"""Founding a library, and looking after it: its own words, its team, its opening."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.catalogue.models import Specialty, SpecialtyProfile
from zyk.catalogue.queries import search_specialties
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.library import profile as profiles
from zyk.library import rules
from zyk.library.actions import (
    add_team_member,
    close_library,
    create_library,
    edit_library,
    open_library,
    remove_team_member,
)
from zyk.library.enums import CourseKind, CourseState, ResourceState, TeamRole
from zyk.library.forms.library import CreateLibraryForm, LibraryForm, TeamMemberForm
from zyk.library.models import Course, Library, TeamMember
from zyk.library.queries import team_role, to_do
from zyk.library.views.lists import built_library, said_of


@audience(SIGNED_IN)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The libraries one builds, each with what waits, and one's own courses."""
    actor = actor_in(request)
    rows = Library.objects.built_by(actor).select_related("specialty", "lead_host")
    draft, waiting = Q(resources__state=ResourceState.DRAFT), Q(resources__state=ResourceState.IN_REVIEW)
    rows = rows.annotate(
        draft_count=Count("resources", filter=draft, distinct=True),
        waiting_count=Count("resources", filter=waiting, distinct=True),
        published_count=Count("resources", filter=Q(resources__state=ResourceState.PUBLISHED), distinct=True),
        course_draft_count=Count(
            "courses", filter=Q(courses__state=CourseState.DRAFT, courses__kind=CourseKind.STANDARD), distinct=True
        ),
        gap_count=Count("points", distinct=True)
        - Count("points", filter=Q(points__resources__state=ResourceState.PUBLISHED), distinct=True),
    )
    roles = dict(TeamMember.objects.filter(user=actor.user).values_list("library_id", "role"))
    own = Course.objects.filter(owner=actor.user, kind=CourseKind.PERSONALISED).select_related(
        "library", "derived_from"
    )
    organisation_kind = actor.organisation.kind if actor.organisation else ""
    context = {
        "libraries": [(one, TeamRole(roles[one.pk])) for one in rows.order_by("name", "id")],
        "own_courses": own.order_by("-updated_at", "id")[:50],
        "can_create": rules.can_create_library(actor.role, organisation_kind),
        "can_derive": rules.can_derive(actor.role),
    }
    return render(request, "library/mine.html", context)


@audience(*rules.CREATING_ROLES)
@require_http_methods(["GET", "POST"])
@once
def create(request: HttpRequest) -> HttpResponse:
    """First the specialty, then the name; what the profile gives is shown before."""
    actor, code = actor_in(request), request.GET.get("specialty", "")
    parent = _parent(request)
    if parent and not code:
        code = parent.specialty.code
    specialty = Specialty.objects.current().filter(code=code).first() if code else None
    if specialty is None:
        text = request.GET.get("q", "").strip()[:60]
        found = list(search_specialties(text)[:40]) if text else []
        return render(request, "library/create_specialty.html", {"text": text, "found": found})
    initial = {"name": _("%(specialty)s专业教学资源库") % {"specialty": specialty.name}}
    form = CreateLibraryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and actor.organisation:
        try:
            one = create_library(
                specialty=specialty, lead_host=actor.organisation, parent=parent, actor=actor, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, said_of(error))
        else:
            messages.success(request, _("资源库已建立，现在可以调整知识点、上传资源、组课。"))
            return redirect("library:manage", one.uuid)
    profile = SpecialtyProfile.objects.filter(specialty=specialty).first()
    context = {
        "form": form,
        "parent": parent,
        "specialty": specialty,
        "profile": profile,
        "points": list(profiles.points_of(profile)) if profile else [],
        "courses": specialty.courses.order_by("-kind", "position"),
    }
    return render(request, "library/create.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def manage(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The library's workplace: what waits, its courses, its own words, its team."""
    actor, one = actor_in(request), built_library(request, uuid)
    role = team_role(one, actor)
    form = LibraryForm(request.POST or None, instance=one)
    if request.method == "POST" and rules.can_lead(role) and form.is_valid():
        try:
            edit_library(form.instance, actor=actor, changed=form.changed_data, co_hosts=form.cleaned_data["co_hosts"])
        except ValidationError as error:
            form.add_error(None, said_of(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("library:manage", uuid)
    return _managed(request, one, role, form=form)


@audience(SIGNED_IN)
@require_POST
@once
def add_member(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = built_library(request, uuid)
    actor = actor_in(request)
    form = TeamMemberForm(request.POST)
    if form.is_valid():
        try:
            member = add_team_member(
                one,
                form.cleaned_data["username"],
                role=TeamRole(form.cleaned_data["role"]),
                duty=form.cleaned_data["duty"],
                actor=actor,
            )
        except ValidationError as error:
            form.add_error(None, said_of(error))
        else:
            messages.success(request, _("%(name)s 已在团队中。") % {"name": member.user.name})
            return redirect("library:manage", uuid)
    return _managed(request, one, team_role(one, actor), team_form=form)


@audience(SIGNED_IN)
@require_POST
@once
def remove_member(request: HttpRequest, uuid: Any, number: int) -> HttpResponse:
    one = built_library(request, uuid)
    member = get_object_or_404(one.team.select_related("user"), pk=number)
    try:
        remove_team_member(member, actor=actor_in(request))
    except ValidationError as error:
        messages.error(request, said_of(error))
    else:
        messages.success(request, _("%(name)s 已不在团队中。") % {"name": member.user.name})
    return redirect("library:manage", uuid)


@audience(SIGNED_IN)
@require_POST
@once
def open_or_close(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Open the library, or stop it with a reason."""
    one, actor = built_library(request, uuid), actor_in(request)
    try:
        if request.POST.get("to") == "closed":
            close_library(one, actor=actor, why=request.POST.get("why", "").strip()[:300])
            messages.success(request, _("资源库已停运，页面仍可查看。"))
        else:
            open_library(one, actor=actor)
            messages.success(request, _("资源库已开通，所有人都能看到。"))
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect("library:manage", uuid)


def _parent(request: HttpRequest) -> Library | None:
    """The library of which the new one becomes a sub-library (子库); somebody else's does not exist."""
    asked = request.GET.get("parent", "")
    try:
        return built_library(request, UUID(asked), may=rules.can_lead) if asked else None
    except ValueError as unknown:
        raise Http404 from unknown


def _managed(
    request: HttpRequest,
    one: Library,
    role: str,
    *,
    form: LibraryForm | None = None,
    team_form: TeamMemberForm | None = None,
) -> HttpResponse:
    courses = one.courses.filter(kind=CourseKind.STANDARD).annotate(
        module_count=Count("modules", distinct=True), item_count=Count("modules__items", distinct=True)
    )
    context = {
        "library": one,
        "tab": "manage",
        "form": form or LibraryForm(instance=one),
        "team_form": team_form or TeamMemberForm(),
        "team": one.team.select_related("user").order_by("id"),
        "courses": courses.order_by("position", "id"),
        "counts": to_do(one),
        "point_count": one.points.count(),
        "team_role": TeamRole(role),
        "sublibraries": Library.objects.visible_to(actor_in(request)).filter(parent=one).order_by("name", "id"),
        "can_lead": rules.can_lead(role),
        "history": history_of(one)[:20],
    }
    return render(request, "library/manage.html", context)
