from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.projects.actions.submission import (
    NotComplete,
    return_to_writer,
    seal_application,
    submit_application,
)
from zyk.projects.queries.application import facts_of, missing_of, progress_of
from zyk.projects.queries.cycle import window_of
from zyk.projects.queries.trace import trace_of
from zyk.projects.rules.application import can_edit
from zyk.projects.views.reach import WRITERS, ActorRequest, own_application, visible_application
from zyk.projects.views.section import completeness


@audience(*WRITERS)
@require_GET
def check(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Everything that is still to be mended, each with its link; then the button that hands the form in."""
    application = own_application(request, uuid)
    if not can_edit(request.actor, application):
        return redirect("projects:application", uuid)
    facts = facts_of(application)
    progress = progress_of(application, facts)
    context = {
        "application": application,
        "missing": missing_of(application, facts),
        "gaps": sum(each.gaps for each in trace_of(facts)),
        "progress": progress,
        "completeness": completeness(progress),
        "window": window_of(application.cycle, application.kind, "online"),
        "today": timezone.localdate(),
    }
    return render(request, "projects/application/check.html", context)


@audience(*WRITERS)
@require_POST
@once
def submit(request: ActorRequest, uuid: UUID) -> HttpResponse:
    application = own_application(request, uuid)
    try:
        revision = submit_application(application=application, actor=request.actor)
    except NotComplete:
        messages.error(request, _("还有需要补充或修改的内容，逐条列在下面。"))
        return redirect("projects:check_application", uuid)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("projects:application", uuid)
    messages.success(request, _("第 %(number)s 次修订已提交，等单位盖章人盖章。") % {"number": revision.number})
    return redirect("projects:application", uuid)


@audience(Role.SEAL_KEEPER)
@require_POST
@once
def seal(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Seal the application or return it to its writer."""
    application = visible_application(request, uuid)
    if application.lead_host_id != request.actor.organisation_id:
        raise Http404
    try:
        if request.POST.get("decision") == "return":
            return_to_writer(application=application, reason=request.POST.get("reason", ""), actor=request.actor)
            messages.success(request, _("已退回填报人。"))
        else:
            sealed = seal_application(application=application, actor=request.actor)
            messages.success(request, _("已盖章。现在：%(state)s。") % {"state": sealed.get_state_display()})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("projects:application", uuid)
