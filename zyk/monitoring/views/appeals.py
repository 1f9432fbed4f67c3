"""申诉 against doubt: filed by the host, decided by the ministry."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.common.spreadsheets import xlsx_response
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.monitoring.actions import decide_appeal, file_appeal, withdraw_appeal
from zyk.monitoring.enums import AppealState, Verdict
from zyk.monitoring.forms import AppealForm, DecideForm
from zyk.monitoring.models import Appeal, Session
from zyk.monitoring.queries.sessions import session_lines, watched_appeals, watched_sessions
from zyk.monitoring.rules import WATCHERS, can_appeal, can_decide_appeal

EVIDENCE = (FileKind.PDF, FileKind.IMAGE, FileKind.DOCUMENT)


@audience(*WATCHERS)
@require_GET
def appeals(request: HttpRequest) -> HttpResponse:
    rows, state = watched_appeals(actor_in(request)), request.GET.get("state", "")
    if state in AppealState.values:
        rows = rows.filter(state=state)
    if request.GET.get("export"):
        return _exported(rows)
    context = {"page": page_of(request, rows), "state": state, "states": AppealState.choices}
    return render(request, "monitoring/appeals.html", context)


@audience(*WATCHERS)
@require_http_methods(["GET", "POST"])
@once
def appeal_new(request: HttpRequest) -> HttpResponse:
    """For the sessions picked in the list, all of one library."""
    actor = actor_in(request)
    chosen = _chosen(request)
    libraries = {each.library for each in chosen}
    if not chosen:
        messages.error(request, _("请先在列表中选择要申诉的存疑会话。"))
        return redirect("monitoring:sessions")
    if len(libraries) > 1:
        messages.error(request, _("一份申诉只能涉及一个资源库，请分开提出。"))
        return redirect("monitoring:sessions")
    [library] = libraries
    if not can_appeal(actor, library):
        raise Http404
    form = AppealForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "grounds" in request.POST and form.is_valid():
        try:
            made = _filed(request, form, chosen)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("申诉已提交，教育部经办人会收到通知。"))
            return redirect("monitoring:appeal", uuid=made.uuid)
    is_first = "grounds" not in request.POST
    context = {"form": AppealForm() if is_first else form, "library": library, "lines": session_lines(chosen)}
    return render(request, "monitoring/appeal_new.html", context)


@audience(*WATCHERS)
@require_GET
def appeal(request: HttpRequest, uuid: Any) -> HttpResponse:
    return _shown(request, _watched(request, uuid), DecideForm())


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def decide(request: HttpRequest, uuid: Any) -> HttpResponse:
    one, form = _watched(request, uuid), DecideForm(request.POST)
    if form.is_valid():
        try:
            decide_appeal(one, actor=actor_in(request), at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
        else:
            messages.success(request, _("已裁定，申诉单位会收到通知。"))
            return redirect("monitoring:appeal", uuid=one.uuid)
    return _shown(request, one, form)


@audience(*WATCHERS)
@require_POST
@once
def withdraw(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = _watched(request, uuid)
    try:
        withdraw_appeal(one, actor=actor_in(request))
    except PermissionDenied as refusal:
        raise Http404 from refusal
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("申诉已撤回。"))
    return redirect("monitoring:appeal", uuid=one.uuid)


def _watched(request: HttpRequest, uuid: Any) -> Appeal:
    return get_object_or_404(watched_appeals(actor_in(request)), uuid=uuid)


def _shown(request: HttpRequest, one: Appeal, form: DecideForm) -> HttpResponse:
    actor = actor_in(request)
    is_open = one.state == AppealState.FILED
    sessions = one.sessions.select_related("library__lead_host__province").order_by("-began_at", "-id")
    page = page_of(request, sessions, per_page=30)
    context = {
        "appeal": one,
        "page": page,
        "lines": session_lines(page.object_list),
        "form": form,
        "may_decide": is_open and can_decide_appeal(actor),
        "may_withdraw": is_open and can_appeal(actor, one.library),
        "history": history_of(one)[:20],
    }
    return render(request, "monitoring/appeal.html", context)


def _chosen(request: HttpRequest) -> list[Session]:
    """Those of the picked sessions that he watches and that are in doubt."""
    source = request.POST if request.method == "POST" else request.GET
    picked = [value for value in source.getlist("session") if value.isdigit()][:1000]
    rows = watched_sessions(actor_in(request)).filter(pk__in=picked, verdict=Verdict.DOUBTFUL)
    return list(rows.order_by("-began_at", "-id"))


def _filed(request: HttpRequest, form: AppealForm, chosen: list[Session]) -> Appeal:
    actor, file = actor_in(request), form.cleaned_data["evidence"]
    stored = store_file(file, name=file.name, actor=actor, kinds=EVIDENCE) if file else None
    return file_appeal(
        chosen[0].library,
        sessions=chosen,
        grounds=form.cleaned_data["grounds"],
        actor=actor,
        evidence=stored,
        evidence_name=file.name[:200] if file else "",
    )


def _exported(rows: Any) -> HttpResponse:
    header = [_("资源库"), _("申诉单位"), _("提出时间"), _("状态"), _("申诉理由"), _("裁定理由"), _("裁定时间")]
    body = (
        [
            each.library.name,
            each.organisation.name,
            f"{timezone.localtime(each.created_at):%Y-%m-%d %H:%M}",
            each.get_state_display(),
            each.grounds,
            each.finding,
            f"{timezone.localtime(each.decided_at):%Y-%m-%d %H:%M}" if each.decided_at else "",
        ]
        for each in rows
    )
    return xlsx_response(_("申诉") + ".xlsx", header, body)
