"""In and out: bulk imports with their check and report, and changes to many resources at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.common.spreadsheets import xlsx_response
from zyk.library import rules, tasks
from zyk.library.actions import begin_intake, cancel_intake, confirm_intake, counts_of
from zyk.library.actions.many import edit_resources
from zyk.library.enums import IntakeKind, RowOutcome
from zyk.library.forms.inout import ArchiveForm, ManyForm, SheetForm
from zyk.library.intake import columns
from zyk.library.intake.sheet import template_of
from zyk.library.models import Intake, Library, LibraryTransfer
from zyk.library.queries import team_role
from zyk.library.views.lists import built_library, said_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = ("rights", "application_type", "audience", "author")


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def inout(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Everything that goes in or out in one piece: files with a sheet, a sheet alone, the whole library."""
    one = built_library(request, uuid)
    is_sheet = request.POST.get("what") == "sheet"
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    archive_form = ArchiveForm(*(given if not is_sheet else (None, None)))
    sheet_form = SheetForm(*(given if is_sheet else (None, None)))
    form = sheet_form if is_sheet else archive_form
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("library:intake", _begun(request, one, form.cleaned_data).uuid)
        except ValidationError as error:
            form.add_error(None, said_of(error))
    return render(request, "library/inout.html", _shown(request, one, archive_form, sheet_form))


@audience(SIGNED_IN)
@require_GET
def template(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The empty metadata sheet with this library's points and courses."""
    one = built_library(request, uuid)
    response = HttpResponse(template_of(one), content_type=XLSX)
    name = _("%(library)s标引表模板") % {"library": one.name}
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    return response


@audience(SIGNED_IN)
@require_GET
def intake(request: HttpRequest, uuid: Any) -> HttpResponse:
    """What each row would do, how far it is, and what became of it. Asked again while the worker is busy."""
    one = _intake(request, uuid)
    outcome = request.GET.get("outcome", "")
    rows = one.rows.select_related("resource")
    counted = dict(one.rows.order_by().values_list("outcome").annotate(n=Count("pk")))
    if outcome == "failed":
        rows = rows.exclude(failure="")
    elif outcome in RowOutcome.values:
        rows = rows.filter(outcome=outcome)
    counts = counts_of(one)
    does = counts["done"] + counts["failed"] + counts["waiting"]
    context = {
        "intake": one,
        "library": one.library,
        "tab": "inout",
        "outcome": outcome,
        "outcomes": [(each, counted.get(each.value, 0)) for each in RowOutcome if counted.get(each.value)],
        "page": page_of(request, rows),
        "counts": counts,
        "does": does,
        "percent": _percent(one, counts, does),
    }
    name = "library/_intake_progress.html" if request.headers.get("HX-Request") and one.is_busy else ""
    response = render(request, name or "library/intake.html", context)
    if request.headers.get("HX-Request") and not one.is_busy:
        response["HX-Refresh"] = "true"
    return response


@audience(SIGNED_IN)
@require_POST
@once
def change_intake(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Confirm a checked import, or give it up."""
    one, actor = _intake(request, uuid), actor_in(request)
    try:
        if request.POST.get("act") == "confirm":
            confirm_intake(one, actor=actor)
            transaction.on_commit(lambda: tasks.work_on_intake(one.pk))
        else:
            cancel_intake(one, actor=actor)
            messages.success(request, _("已放弃，没有导入任何内容。"))
            return redirect("library:inout", one.library.uuid)
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect("library:intake", uuid)


@audience(SIGNED_IN)
@require_GET
def report(request: HttpRequest, uuid: Any) -> HttpResponse:
    """All rows with what was found and what became of them."""
    one = _intake(request, uuid)
    header = [_("行"), _("文件"), _("标题"), _("检查"), _("说明"), _("结果"), _("资源编号")]
    rows = (
        [
            row.number,
            row.path,
            row.title,
            row.get_outcome_display(),
            "；".join(" ".join(part for part in line if part) for line in [*row.faults, *row.differences]),
            row.failure or (_("已导入") if row.done_at else ""),
            str(row.resource.uuid) if row.resource else "",
        ]
        for row in one.rows.select_related("resource").iterator(chunk_size=500)
    )
    return xlsx_response(f"{one.name}-{_('导入报告')}.xlsx", header, rows)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def edit_many(request: HttpRequest, uuid: Any) -> HttpResponse:
    """One change to the resources picked in the list; the list leads here with what was picked."""
    one = built_library(request, uuid)
    picked = _picked(request)
    resources = one.resources.filter(uuid__in=picked).prefetch_related("points").order_by("id")
    if not resources:
        messages.error(request, _("请先在列表里选中资源。"))
        return redirect("library:workshop", uuid)
    form = ManyForm(request.POST if "save" in request.POST else None, library=one)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        done, refused = edit_resources(
            resources,
            actor=actor_in(request),
            fields={name: said[name] for name in FIELDS if said[name]},
            **{name: said[name] for name in ("add_keywords", "remove_keywords", "add_points", "remove_points")},
        )
        if done:
            messages.success(request, ngettext("%(n)s 条资源已修改。", "%(n)s 条资源已修改。", done) % {"n": done})
        for line in refused[:5]:
            messages.error(request, line)
        return redirect("library:workshop", uuid)
    context = {
        "library": one,
        "tab": "resources",
        "form": form,
        "resources": resources,
        "points": one.points.values_list("title", flat=True),
    }
    return render(request, "library/edit_many.html", context)


def _begun(request: HttpRequest, one: Library, said: dict[str, Any]) -> Intake:
    archive, sheet = said.get("archive"), said["sheet"]
    begun = begin_intake(
        one,
        kind=IntakeKind.FILES if archive else IntakeKind.SHEET,
        name=(archive or sheet).name,
        file=archive or sheet,
        sheet=sheet if archive else None,
        actor=actor_in(request),
    )
    transaction.on_commit(lambda: tasks.work_on_intake(begun.pk))
    return begun


def _shown(request: HttpRequest, one: Library, archive_form: ArchiveForm, sheet_form: SheetForm) -> dict[str, Any]:
    actor = actor_in(request)
    return {
        "library": one,
        "tab": "inout",
        "archive_form": archive_form,
        "sheet_form": sheet_form,
        "intakes": one.intakes.select_related("asked_by")[:10],
        "can_lead": rules.can_lead(team_role(one, actor)),
        "transfer": LibraryTransfer.objects.visible_to(actor).filter(library=one, kind="export").first(),
        "columns": columns.ALL,
    }


def _intake(request: HttpRequest, uuid: Any) -> Intake:
    rows = Intake.objects.visible_to(actor_in(request)).select_related("library", "asked_by")
    return get_object_or_404(rows, uuid=uuid)


def _percent(one: Intake, counts: dict[str, int], does: int) -> int:
    if one.state == Intake.State.CHECKING:
        return one.checked * 100 // one.total if one.total else 0
    return (does - counts["waiting"]) * 100 // does if does else 100


def _picked(request: HttpRequest) -> list[UUID]:
    picked = []
    for text in (request.POST or request.GET).getlist("picked")[:500]:
        try:
            picked.append(UUID(text))
        except ValueError:
            continue
    return picked
