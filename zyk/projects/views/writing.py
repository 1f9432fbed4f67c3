from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import user_in
from zyk.accounts.models import User
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.projects.actions.writing import (
    invite_collaborator,
    note_presence,
    remove_collaborator,
    restore_section,
)
from zyk.projects.models import SectionDraft, SectionVersion
from zyk.projects.queries.application import facts_of, form_of
from zyk.projects.queries.trace import trace_of
from zyk.projects.queries.writing import (
    history_of_section,
    others_at,
    people_to_invite,
)
from zyk.projects.rules.writing import EDIT, can_invite, is_being_written
from zyk.projects.views.reach import (
    WRITERS,
    ActorRequest,
    own_application,
    right_at,
    rights_of,
    shared_application,
)

SHOWN = 20
LEAST_TEXT = 2


@audience(*WRITERS)
@require_http_methods(["GET", "POST"])
@once
def collaborators(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Who writes this application with us, and which sections; people are found by name within the units."""
    application = own_application(request, uuid)
    sections = form_of(application).sections
    if request.method == "POST":
        person = get_object_or_404(User, uuid=_uuid(request.POST.get("person")))
        rights = {each.code: request.POST.get(f"right-{each.code}", "") for each in sections}
        try:
            invite_collaborator(application=application, user=person, rights=rights, actor=request.actor)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("已邀请%(name)s，对方会收到通知。") % {"name": person.name})
        return redirect("projects:collaborators", uuid)
    text = request.GET.get("q", "").strip()[:60]
    held = application.collaborators.exclude(rights={}).select_related("user")
    context = {
        "application": application,
        "sections": sections,
        "held": [(each, [(section, each.rights.get(section.code, "")) for section in sections]) for each in held],
        "none": [(section, "") for section in sections],
        "text": text,
        "found": people_to_invite(application, text)[:SHOWN] if len(text) >= LEAST_TEXT else [],
        "least": LEAST_TEXT,
        "may_invite": can_invite(request.actor, application),
    }
    return render(request, "projects/writing/collaborators.html", context)


@audience(*WRITERS)
@require_POST
@once
def remove(request: ActorRequest, uuid: UUID, collaborator_uuid: UUID) -> HttpResponse:
    application = own_application(request, uuid)
    collaborator = get_object_or_404(application.collaborators.exclude(rights={}), uuid=collaborator_uuid)
    try:
        remove_collaborator(collaborator=collaborator, actor=request.actor)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("已移除%(name)s。") % {"name": collaborator.user.name})
    return redirect("projects:collaborators", uuid)


@audience(SIGNED_IN)
@require_GET
def shared(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The sections somebody was invited to read or write."""
    application = shared_application(request, uuid)
    rights = rights_of(request, application)
    if rights is None:
        return redirect("projects:application", uuid)
    if not rights:
        raise Http404
    drafts = {draft.code: draft for draft in application.sections.select_related("edited_by")}
    rows = [
        (section, rights[section.code], drafts.get(section.code))
        for section in form_of(application).sections
        if section.code in rights
    ]
    context = {"application": application, "rows": rows, "is_open": is_being_written(application)}
    return render(request, "projects/writing/shared.html", context)


@audience(SIGNED_IN)
@require_GET
def presence(request: ActorRequest, uuid: UUID, code: str) -> HttpResponse:
    """The page says that it is there, and hears who else is."""
    application = shared_application(request, uuid)
    if not right_at(request, application, code) or code not in {each.code for each in form_of(application).sections}:
        raise Http404
    now, user = timezone.now(), user_in(request)
    note_presence(application, code, user, now)
    context = {"application": application, "code": code, "others": others_at(application, code, user, now)}
    return render(request, "projects/writing/presence.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def history(request: ActorRequest, uuid: UUID, code: str) -> HttpResponse:
    """What a section said before, with what each version changed; any of them can be taken up again."""
    application = shared_application(request, uuid)
    right = right_at(request, application, code)
    section = next((each for each in form_of(application).sections if each.code == code), None)
    if not right or section is None:
        raise Http404
    draft = SectionDraft.objects.filter(application=application, code=code).first()
    if request.method == "POST":
        version = get_object_or_404(
            SectionVersion.objects.select_related("draft__application"),
            draft=draft,
            version=_number(request.POST.get("version")),
        )
        try:
            restore_section(version=version, seen_version=_number(request.POST.get("seen")), actor=request.actor)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("projects:section_history", uuid, code)
        messages.success(request, _("已恢复，恢复前的内容也保留在历史里。"))
        return redirect("projects:section", uuid, code)
    context = {
        "application": application,
        "section": section,
        "draft": draft,
        "told": history_of_section(application, code, get_language() or "zh"),
        "may_restore": right == EDIT and is_being_written(application),
    }
    return render(request, "projects/writing/history.html", context)


@audience(*WRITERS)
@require_GET
def trace(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Each need and the tasks that answer it; what stands alone on either side shows."""
    application = own_application(request, uuid)
    context = {"application": application, "traces": trace_of(facts_of(application))}
    return render(request, "projects/writing/trace.html", context)


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
