"""监测报告: the list, one report, sending it down, confirming receipt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import Actor, actor_in
from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.accounts.models import Organisation
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.library.models import Library
from zyk.monitoring.actions import confirm_report, month_before, send_report, switch_monthly
from zyk.monitoring.enums import ReportState
from zyk.monitoring.forms import ConfirmReportForm, ReportFilterForm, SendReportForm
from zyk.monitoring.models import MonitoringReport, MonthlySending
from zyk.monitoring.paper import report_pdf, report_workbook
from zyk.monitoring.queries.libraries import monitored_libraries
from zyk.monitoring.queries.results import STANDINGS
from zyk.monitoring.rules import can_receive_report, can_send_report

SENDERS = (Role.MINISTRY_OFFICER, Role.PROVINCE_OFFICER)
RECEIVERS = (*HOST_ROLES, Role.UNIT_ADMINISTRATOR)
READERS = (*MINISTRY_ROLES, Role.OPERATOR, Role.PROVINCE_OFFICER, *RECEIVERS)
SORTS = {
    "sent": ("sent_at", "id"),
    "about": ("organisation__name", "id"),
    "period": ("period_until", "id"),
    "state": ("state", "sent_at", "id"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_MATCHES = 12


@audience(*READERS)
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    seen = MonitoringReport.objects.visible_to(actor)
    form = ReportFilterForm(request.GET)
    rows = _filtered(seen, form.cleaned_data if form.is_valid() else {})
    sort = sort_of(request, SORTS, "-sent")
    rows = rows.select_related("library", "organisation__province", "sender").defer("content").order_by(*sort.order_by)
    if request.GET.get("export"):
        return _exported(rows)
    context = {
        "form": form,
        "sort": sort,
        "page": page_of(request, rows, per_page=30),
        "waiting": seen.filter(state=ReportState.SENT).count(),
        "may_send": actor.is_any(*SENDERS),
        "monthly": MonthlySending.objects.filter(sender=actor.organisation_id).first()
        if actor.is_any(*SENDERS)
        else None,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "monitoring/reports.html", context)


def _filtered(rows: QuerySet[MonitoringReport], chosen: dict[str, Any]) -> QuerySet[MonitoringReport]:
    if text := chosen.get("q", "").strip():
        rows = rows.filter(Q(library__name__icontains=text) | Q(organisation__name__icontains=text))
    if chosen.get("state"):
        rows = rows.filter(state=chosen["state"])
    if chosen.get("since"):
        rows = rows.filter(period_until__gte=chosen["since"])
    if chosen.get("until"):
        rows = rows.filter(period_from__lte=chosen["until"])
    return rows


@audience(*READERS)
@require_GET
def report(request: HttpRequest, uuid: Any) -> HttpResponse:
    """As it was sent; `?as=pdf` and `?as=xlsx` give the files."""
    one = _seen(request, uuid)
    name = f"{one.library or one.organisation}-{one.period_from}-{one.period_until}"
    if request.GET.get("as") == "pdf":
        return _file(report_pdf(one), f"{name}.pdf", "application/pdf")
    if request.GET.get("as") == "xlsx":
        return _file(report_workbook(one), f"{name}.xlsx", XLSX)
    return _page(request, one, ConfirmReportForm())


@audience(*RECEIVERS)
@require_POST
@once
def confirm(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = _seen(request, uuid)
    form = ConfirmReportForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    try:
        confirm_report(one, actor=actor_in(request), at=timezone.now(), reply=form.cleaned_data["reply"])
    except PermissionDenied as refusal:
        raise Http404 from refusal
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("monitoring:report", uuid=one.uuid)
    messages.success(request, _("已签收，下发单位会收到通知。"))
    return redirect("monitoring:report", uuid=one.uuid)


@audience(*SENDERS)
@require_http_methods(["GET", "POST"])
@once
def send(request: HttpRequest) -> HttpResponse:
    """`?library=` or `?unit=` says what about; without, one is looked for first."""
    actor = actor_in(request)
    about = _about(request, actor)
    if about is None:
        return render(request, "monitoring/report_about.html", _candidates(request, actor))
    begins, ends = month_before(timezone.localdate())
    form = SendReportForm(request.POST or None, initial={"begins": begins, "ends": ends})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            made = send_report(about, chosen["begins"], chosen["ends"], actor=actor, message=chosen["message"])
            messages.success(request, _("已下发，主持单位会收到邮件。"))
            return redirect("monitoring:report", uuid=made.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    is_library = isinstance(about, Library)
    context = {"form": form, "about": about, "is_library": is_library}
    context["host"] = about.lead_host if isinstance(about, Library) else about
    return render(request, "monitoring/report_send.html", context)


@audience(*SENDERS)
@require_POST
@once
def monthly(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    if actor.organisation is None:
        raise Http404
    is_on = request.POST.get("is_on") == "yes"
    switch_monthly(actor.organisation, is_on=is_on, actor=actor)
    messages.success(request, _("已开启：每月 3 日自动下发上月报告。") if is_on else _("已关闭按月下发。"))
    return redirect("monitoring:reports")


def _seen(request: HttpRequest, uuid: Any) -> MonitoringReport:
    rows = MonitoringReport.objects.visible_to(actor_in(request))
    return get_object_or_404(
        rows.select_related("library", "organisation", "sender", "sent_by", "received_by"), uuid=uuid
    )


def _page(request: HttpRequest, one: MonitoringReport, form: ConfirmReportForm) -> HttpResponse:
    standings = {standing.code: standing for standing in STANDINGS}
    may_confirm = one.state == ReportState.SENT and can_receive_report(actor_in(request), one.organisation_id)
    context = {
        "report": one,
        "content": one.content,
        "counts": [(standings[code], count) for code, count in one.content["counts"]],
        "standings": standings,
        "form": form,
        "may_confirm": may_confirm,
        "history": history_of(one),
    }
    return render(request, "monitoring/report.html", context)


def _about(request: HttpRequest, actor: Actor) -> Library | Organisation | None:
    library, unit = request.GET.get("library", ""), request.GET.get("unit", "")
    found: Library | Organisation | None = None
    if library:
        rows = monitored_libraries(actor).select_related("lead_host")
        found = get_object_or_404(rows, uuid=_uuid(library))
    elif unit:
        found = get_object_or_404(Organisation, uuid=_uuid(unit))
    if found is not None and not can_send_report(actor, found.lead_host if isinstance(found, Library) else found):
        raise Http404
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong


def _candidates(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()
    rows = monitored_libraries(actor).select_related("lead_host").filter(computations__isnull=False).distinct()
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(lead_host__name__icontains=text) | Q(code=text))
    return {"libraries": list(rows.order_by("name", "id")[:SHOWN_MATCHES]), "text": text}


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _exported(rows: QuerySet[MonitoringReport]) -> HttpResponse:
    header = [
        _("资源库"),
        _("主持单位"),
        _("期间自"),
        _("期间至"),
        _("下发单位"),
        _("下发时间"),
        _("状态"),
        _("签收时间"),
    ]
    lines = (
        [
            each.library.name if each.library else _("全部主持的资源库"),
            each.organisation.name,
            each.period_from,
            each.period_until,
            each.sender.name if each.sender else "",
            f"{timezone.localtime(each.sent_at):%Y-%m-%d %H:%M}",
            each.get_state_display(),
            f"{timezone.localtime(each.received_at):%Y-%m-%d %H:%M}" if each.received_at else None,
        ]
        for each in rows
    )
    return xlsx_response(f"{_('监测报告')}.xlsx", header, lines)
