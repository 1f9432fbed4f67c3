"""划线 on the ranked list, and the letters a published batch has written."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.common.audience import audience
from zyk.common.money import wan
from zyk.common.once import once
from zyk.common.spreadsheets import xlsx_response
from zyk.projects.actions.line import draw_line
from zyk.projects.enums import ApplicationKind, ApplicationState
from zyk.projects.forms.handling import LineForm
from zyk.projects.models import DecisionLetter
from zyk.projects.printing.letter import Letter, letter_docx, letter_pdf
from zyk.projects.queries.line import Placed, in_order, splits_equals
from zyk.projects.queries.selection import batches_of, decidable_in, results_of
from zyk.projects.rules.selection import can_change
from zyk.projects.views.ranking import TYPES
from zyk.projects.views.reach import ActorRequest, visible_application


@audience(Role.MINISTRY_OFFICER)
@require_http_methods(["GET", "POST"])
@once
def line(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The ranked list with the sum at each place; a line at n shows its money before it is drawn."""
    batch = get_object_or_404(batches_of(request.actor), uuid=uuid)
    if not can_change(batch):
        messages.error(request, _("批次已会签，不能再改。"))
        return redirect("projects:batch", uuid)
    kind = request.GET.get("kind") or request.POST.get("kind") or ApplicationKind.CANDIDATE
    if kind not in ApplicationKind.values:
        raise Http404
    if request.GET.get("export") == "xlsx":
        return xlsx_response(f"{batch.title}.xlsx", _header(), _rows(_placed(request, batch, str(kind))))
    is_drawn = request.POST.get("step") == "draw"
    form = LineForm(request.POST if request.method == "POST" else None)
    if is_drawn and form.is_valid():
        try:
            number = draw_line(batch, kind=kind, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("已按线把 %(n)s 件列入批次，可再逐件调整。") % {"n": number})
            return redirect("projects:batch", uuid)
        except PermissionDenied:
            raise Http404 from None
        except ValidationError as refused:
            _add(form, refused)
    return render(request, "projects/selection/line.html", _context(request, batch, str(kind), form))


@audience(*MINISTRY_ROLES, *HOST_ROLES)
@require_GET
def letter(request: ActorRequest, uuid: UUID, number: UUID, form: str) -> HttpResponse:
    """The letter of a decision, for the ministry and the units of the application."""
    if form not in TYPES:
        raise Http404
    application = visible_application(request, uuid)
    found = get_object_or_404(
        DecisionLetter.objects.select_related("decision"), uuid=number, decision__application=application
    )
    day = found.issued_on
    made = Letter(
        title="职业教育专业教学资源库遴选结果通知书",
        number=found.number,
        addressee=found.addressee,
        paragraphs=list(found.paragraphs),
        signed=found.signed,
        date=f"{day.year} 年 {day.month} 月 {day.day} 日",
        code=found.sha256,
    )
    answer = HttpResponse(letter_pdf(made) if form == "pdf" else letter_docx(made), content_type=TYPES[form])
    name = f"{application.number}-结果通知书.{form}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _context(request: ActorRequest, batch: Any, kind: str, form: LineForm) -> dict[str, Any]:
    placed = _placed(request, batch, kind)
    approved, pooled = _typed(form, "approved"), _typed(form, "pooled")
    ceiling = batch.budget_ceiling_fen
    fits = sum(1 for each in placed if ceiling is not None and each.sum_fen <= ceiling)
    money = placed[min(approved, len(placed)) - 1].sum_fen if placed and approved else 0
    return {
        "batch": batch,
        "kind": kind,
        "kinds": ApplicationKind.choices,
        "placed": placed,
        "page": Paginator(placed, 50).get_page(request.POST.get("page") or request.GET.get("page")),
        "form": form,
        "approved": approved,
        "pooled_until": approved + pooled,
        "money": money,
        "left": None if ceiling is None else ceiling - money,
        "fits": fits if ceiling is not None else None,
        "is_over": ceiling is not None and money > ceiling,
        "parts_equals": any(splits_equals(placed, place) for place in {approved, approved + pooled}),
        "unknown": sum(1 for each in placed[:approved] if not each.is_amount_known),
    }


def _placed(request: ActorRequest, batch: Any, kind: str) -> list[Placed]:
    waiting = list(decidable_in(batch, request.actor).filter(kind=kind, state=ApplicationState.REVIEWED))
    return in_order(waiting, results_of(waiting))


def _header() -> list[str]:
    return [
        _("位次"),
        _("编号"),
        _("资源库"),
        _("第一主持单位"),
        _("省份"),
        _("已评"),
        _("原始均分"),
        _("去高低均分"),
        _("同分"),
        _("申请部本专项（万元）"),
        _("累计（万元）"),
    ]


def _rows(placed: list[Placed]) -> Iterator[list[Any]]:
    for each in placed:
        application, result = each.application, each.result
        yield [
            each.place,
            application.number,
            application.library.name,
            application.lead_host.name,
            application.lead_host.province.short_name if application.lead_host.province else "",
            result.submitted if result else 0,
            result.raw_mean if result else None,
            result.trimmed_mean if result else None,
            _("是") if each.is_tied else "",
            float(wan(each.amount_fen).replace(",", "")) if each.is_amount_known else None,
            float(wan(each.sum_fen).replace(",", "")),
        ]


def _typed(form: LineForm, name: str) -> int:
    text = str(form[name].value() or "0")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _add(form: LineForm, refused: ValidationError) -> None:
    if hasattr(refused, "error_dict"):
        for name, lines in refused.message_dict.items():
            form.add_error(name if name in form.fields else None, lines)
    else:
        form.add_error(None, refused.messages)
