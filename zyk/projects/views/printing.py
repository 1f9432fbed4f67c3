from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.common.audience import ANYONE, audience
from zyk.common.once import once
from zyk.projects.actions.printing import ask_for_copy
from zyk.projects.enums.printing import PrintForm
from zyk.projects.models import Revision
from zyk.projects.printing.document import CODE_LENGTH
from zyk.projects.queries.printing import copies_of, verified
from zyk.projects.rules.sealing import may_read_contents
from zyk.projects.views.reach import READERS, ActorRequest, visible_application


@audience(*READERS)
@require_POST
@once
def ask(request: ActorRequest, uuid: UUID, number: int) -> HttpResponse:
    """Have the revision printed as PDF or DOCX; the worker makes it, the page follows."""
    revision = _revision(request, uuid, number)
    form = request.POST.get("form", "")
    if form not in PrintForm.values:
        raise Http404
    ask_for_copy(revision, form, actor=request.actor)
    messages.success(request, _("已开始生成，完成后可在本页下载。"))
    return redirect("projects:revision", uuid, number)


@audience(*READERS)
@require_GET
def copies(request: ActorRequest, uuid: UUID, number: int) -> HttpResponse:
    """How far the copies are: the part of the revision's page that asks for itself again until they are made."""
    revision = _revision(request, uuid, number)
    return render(request, "projects/print/copies.html", copies_context(revision))


def copies_context(revision: Revision) -> dict[str, object]:
    made = {copy.form: copy for copy in copies_of(revision)}
    rows = [(form, made.get(form)) for form in PrintForm]
    return {
        "application": revision.application,
        "revision": revision,
        "copies": rows,
        "is_busy": any(copy and copy.state in ("queued", "making") for _form, copy in rows),
    }


@audience(ANYONE)
@require_GET
def verify(request: HttpRequest, number: str = "", code: str = "") -> HttpResponse:
    """Check a printed application: which revision it is, whether it is the current one; nothing of its contents."""
    number = (number or request.GET.get("number", "")).strip()[:30]
    code = (code or request.GET.get("code", "")).strip()[:64]
    found = verified(number, code) if number and code else None
    context = {"number": number, "code": code, "asked": bool(number or code), "found": found, "length": CODE_LENGTH}
    return render(request, "projects/print/verify.html", context)


def _revision(request: ActorRequest, uuid: UUID, number: int) -> Revision:
    application = visible_application(request, uuid)
    if not may_read_contents(request.actor, application):
        raise Http404
    return get_object_or_404(application.revisions.select_related("application"), number=number)
