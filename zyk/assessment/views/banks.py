"""Question banks and their worksheets."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zyk.accounts.actor import actor_in
from zyk.assessment.actions import create_bank, import_questions
from zyk.assessment.enums import ImportOutcome, QuestionKind
from zyk.assessment.forms import BankForm, WorksheetForm
from zyk.assessment.queries import banks_of, editable_courses, questions_of
from zyk.assessment.rules.access import can_edit_bank
from zyk.assessment.sheet import COLUMNS, NEEDED, OPTIONAL, rows_of
from zyk.assessment.views.shared import own_bank
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.imports import read_table
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response

SORTS = {
    "title": ("title", "id"),
    "library": ("library__name", "title", "id"),
    "questions": ("question_count", "id"),
    "used": ("used_count", "id"),
}


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def banks(request: HttpRequest) -> HttpResponse:
    """Banks of the libraries one builds, with the five figures of the monitoring interface."""
    actor = actor_in(request)
    form = BankForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        bank = create_bank(form.cleaned_data["library"], title=form.cleaned_data["title"], actor=actor)
        messages.success(request, _("已建立题库“%(title)s”。") % {"title": bank.title})
        return redirect("assessment:bank", bank.uuid)
    sort = sort_of(request, SORTS, "library")
    context = {
        "page": page_of(request, banks_of(actor).order_by(*sort.order_by)),
        "sort": sort,
        "form": form,
        "can_create": form.fields["library"].queryset.exists(),  # type: ignore[attr-defined]
        "courses": editable_courses(actor).order_by("library__name", "title", "id")[:50],
    }
    return render(request, "assessment/banks.html", context)


@audience(SIGNED_IN)
@require_GET
def bank(request: HttpRequest, uuid: Any) -> HttpResponse:
    one, actor = own_bank(request, uuid), actor_in(request)
    chosen = _chosen(request)
    rows = questions_of(one, **chosen).prefetch_related("points")
    context = {
        "bank": one,
        "page": page_of(request, rows, per_page=30),
        "kinds": QuestionKind.choices,
        "points": one.library.points.all(),
        "is_filtered": any(chosen.values()),
        "can_edit": can_edit_bank(actor, one),
    } | chosen
    return render(request, "assessment/bank.html", context)


@audience(SIGNED_IN)
@require_GET
def export(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The filtered questions; the same workbook can be changed and taken over again."""
    one = own_bank(request, uuid)
    rows = questions_of(one, **_chosen(request)).order_by("id").prefetch_related("points")
    return xlsx_response(f"{one.title}.xlsx", list(COLUMNS.values()), rows_of(rows))


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def take_over(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Questions from a worksheet: the report names row and cell of each fault, and then nothing was changed."""
    one, actor = own_bank(request, uuid), actor_in(request)
    form = WorksheetForm(request.POST or None, request.FILES or None)
    lines = []
    if request.method == "POST" and form.is_valid():
        try:
            table = read_table(form.cleaned_data["file"], columns=COLUMNS, optional=OPTIONAL)
            lines = import_questions(one, table=table, actor=actor)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        if lines and not any(line.faults for line in lines):
            messages.success(request, _said_of(lines))
            return redirect("assessment:bank", one.uuid)
    context = {
        "bank": one,
        "form": form,
        "lines": lines,
        "faulty": sum(bool(line.faults) for line in lines),
        "columns": [(name, key in NEEDED) for key, name in COLUMNS.items()],
    }
    return render(request, "assessment/take_over.html", context)


def _said_of(lines: list[Any]) -> str:
    count = {outcome: sum(line.outcome == outcome for line in lines) for outcome in ImportOutcome}
    return _("导入完成：新增 %(new)d 题，修改 %(changed)d 题，不变 %(same)d 题。") % {
        "new": count[ImportOutcome.NEW],
        "changed": count[ImportOutcome.CHANGED],
        "same": count[ImportOutcome.UNCHANGED],
    }


def _chosen(request: HttpRequest) -> dict[str, Any]:
    chosen = {name: request.GET.get(key, "").strip()[:60] for name, key in (("text", "q"), ("kind", "kind"))}
    return chosen | {"point": request.GET.get("point", "")[:18], "with_retired": request.GET.get("retired") == "1"}
