from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.enums import HOST_ROLES
from zyk.accounts.queries import search_organisations
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.projects.actions.member import KINDS, answer_membership, name_member, remind_member, remove_member
from zyk.projects.enums import MemberKind
from zyk.projects.forms.application import MemberForm
from zyk.projects.models import ApplicationMember
from zyk.projects.rules.application import can_edit
from zyk.projects.views.reach import WRITERS, ActorRequest, own_application, visible_application

SHOWN = 20


@audience(*WRITERS)
@require_http_methods(["GET", "POST"])
@once
def members(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The units of an application: found in the directory, named, and asked to confirm."""
    application = own_application(request, uuid)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = name_member(application=application, actor=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("已列入%(unit)s，等对方确认。") % {"unit": member.organisation.name})
        return redirect("projects:members", uuid)
    if request.method == "POST":
        messages.error(request, _("请从查找结果里选择单位。"))
    text = request.GET.get("q", "").strip()[:60]
    named = application.members.select_related("organisation__province")
    found = []
    if text:
        taken = {application.lead_host_id, *(member.organisation_id for member in named)}
        rows = search_organisations(text).filter(kind__in=KINDS).exclude(pk__in=taken)
        found = list(rows[:SHOWN])
    context = {
        "application": application,
        "members": named,
        "text": text,
        "found": found,
        "shown": SHOWN,
        "kinds": MemberKind.choices,
        "may_edit": can_edit(request.actor, application),
        "units_section": next(
            (
                section
                for section in application.cycle.rulebook.edition.form_of(application.kind).sections
                if any(field.type == "units" for field in section.fields)
            ),
            None,
        ),
    }
    return render(request, "projects/application/members.html", context)


@audience(*WRITERS)
@require_POST
@once
def remove(request: ActorRequest, uuid: UUID, member_id: int) -> HttpResponse:
    application = own_application(request, uuid)
    member = get_object_or_404(application.members, pk=member_id)
    try:
        remove_member(member=member, actor=request.actor)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("已移除%(unit)s。") % {"unit": member.organisation.name})
    return redirect("projects:members", uuid)


@audience(*WRITERS)
@require_POST
@once
def remind(request: ActorRequest, uuid: UUID, member_id: int) -> HttpResponse:
    """Ask a unit that has not answered once more, at most once a day."""
    application = own_application(request, uuid)
    member = get_object_or_404(application.members, pk=member_id)
    if remind_member(member=member, actor=request.actor, at=timezone.now()):
        messages.success(request, _("已催请%(unit)s确认。") % {"unit": member.organisation.name})
    else:
        messages.info(request, _("对方已答复，或一天内已请求过，没有再催。"))
    return redirect("projects:members", uuid)


@audience(*HOST_ROLES)
@require_POST
@once
def answer(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The named unit confirms its part or declines."""
    application = visible_application(request, uuid)
    member = get_object_or_404(
        ApplicationMember, application=application, organisation_id=request.actor.organisation_id
    )
    confirms = request.POST.get("answer") == "confirm"
    try:
        answer_membership(member=member, confirms=confirms, reason=request.POST.get("reason", ""), actor=request.actor)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("已确认参加。") if confirms else _("已谢绝，对方会收到通知。"))
    return redirect("projects:application", uuid)
