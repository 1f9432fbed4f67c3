from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from zyk.common.audience import SIGNED_IN, audience
from zyk.media.models import StoredFile
from zyk.projects.queries.revision import differences
from zyk.projects.rules.sealing import may_read_contents
from zyk.projects.views.printing import copies_context
from zyk.projects.views.reach import READERS, ActorRequest, visible_application
from zyk.projects.views.sealing import sealed

FORMS = Path(__file__).parents[1] / "workbooks" / "forms"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLANK = {"budget_2015", "budget_2016", "performance_targets"}


@audience(*READERS)
@require_GET
def revision(request: ActorRequest, uuid: UUID, number: int) -> HttpResponse:
    """What was handed in, whole, to be read or printed; its code stands on the paper."""
    application = visible_application(request, uuid)
    if not may_read_contents(request.actor, application):
        return sealed(request, application)
    found = get_object_or_404(
        application.revisions.select_related("application", "submitted_by", "sealed_by"), number=number
    )
    stored = {str(each.uuid): each for each in StoredFile.objects.filter(uuid__in=[f["uuid"] for f in found.files])}
    slots = {slot.code: slot.title for slot in application.cycle.rulebook.edition.form_of(application.kind).attachments}
    context = copies_context(found) | {
        "application": application,
        "revision": found,
        "is_current": not application.revisions.filter(number__gt=number).exists(),
        "files": [(slots.get(file["slot"], ""), stored.get(file["uuid"]), file) for file in found.files],
    }
    return render(request, "projects/application/revision.html", context)


@audience(*READERS)
@require_GET
def compare(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Two revisions side by side, only the fields that differ."""
    application = visible_application(request, uuid)
    if not may_read_contents(request.actor, application):
        return sealed(request, application)
    revisions = list(application.revisions.order_by("number"))
    if len(revisions) < 2:
        raise Http404
    by_number = {str(each.number): each for each in revisions}
    later = by_number.get(request.GET.get("to", ""), revisions[-1])
    earlier = by_number.get(request.GET.get("from", ""), revisions[-2])
    context = {
        "application": application,
        "revisions": revisions,
        "earlier": earlier,
        "later": later,
        "differences": differences(earlier, later),
    }
    return render(request, "projects/application/compare.html", context)


@audience(SIGNED_IN)
@require_GET
def blank_form(request: ActorRequest, name: str) -> HttpResponse:
    """An official workbook to fill in."""
    if name not in BLANK:
        raise Http404
    content = (FORMS / f"{name}.xlsx").read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=SHEET, headers=headers)
