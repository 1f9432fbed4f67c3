from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.common.audience import audience
from zyk.common.once import once
from zyk.media.enums import FileKind
from zyk.projects.actions.attachment import attach_file, remove_attachment
from zyk.projects.models import Application
from zyk.projects.queries.application import facts_of, progress_of
from zyk.projects.queries.cycle import window_of
from zyk.projects.rules.application import can_edit
from zyk.projects.views.reach import WRITERS, ActorRequest, own_application
from zyk.projects.views.section import completeness


@audience(*WRITERS)
@require_http_methods(["GET", "POST"])
@once
def attachments(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The slots of the form and what is in them."""
    application = own_application(request, uuid)
    if not can_edit(request.actor, application):
        return redirect("projects:application", uuid)
    slot, refusal = request.POST.get("slot", ""), ""
    if request.method == "POST":
        refusal = _attach(request, application, slot)
        if not refusal:
            messages.success(request, _("文件已上传。"))
            return redirect("projects:attachments", uuid)
    held = list(application.attachments.select_related("file", "uploaded_by"))
    progress = progress_of(application, facts_of(application))
    slots = [
        {
            "slot": each,
            "kinds": [FileKind(str(kind)).label for kind in each.kinds],
            "held": [attachment for attachment in held if attachment.slot == each.code],
            "refusal": refusal if each.code == slot else "",
        }
        for each in application.cycle.rulebook.edition.form_of(application.kind).attachments
    ]
    context = {
        "application": application,
        "slots": slots,
        "progress": progress,
        "completeness": completeness(progress),
        "window": window_of(application.cycle, application.kind, "online"),
    }
    return render(request, "projects/application/attachments.html", context, status=422 if refusal else 200)


def _attach(request: ActorRequest, application: Application, slot: str) -> str:
    file = request.FILES.get("file")
    if file is None:
        return _("请选择要上传的文件。")
    replaces = None
    if replaced := request.POST.get("replaces"):
        replaces = application.attachments.filter(slot=slot, pk=replaced if replaced.isdigit() else 0).first()
    try:
        attach_file(application=application, slot=slot, file=file, actor=request.actor, replaces=replaces)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


@audience(*WRITERS)
@require_POST
@once
def remove(request: ActorRequest, uuid: UUID, attachment_uuid: UUID) -> HttpResponse:
    application = own_application(request, uuid)
    attachment = get_object_or_404(application.attachments, uuid=attachment_uuid)
    try:
        remove_attachment(attachment=attachment, actor=request.actor)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("已移除“%(name)s”。") % {"name": attachment.file_name})
    return redirect("projects:attachments", uuid)
