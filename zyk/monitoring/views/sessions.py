"""异常会话: the list, one opened to its very records, and one person's. Persons are pseudonyms; a name is read with
a reason, on record."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zyk.accounts.actor import actor_in
from zyk.common import audit
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.common.templatetags.zyk import said
from zyk.monitoring.forms import ReasonForm, SessionFilterForm
from zyk.monitoring.models import Session
from zyk.monitoring.queries.sessions import (
    appealable,
    heartbeats_of,
    narrowed,
    person_behind,
    session_lines,
    signal_choices,
    statements_in,
    watched_sessions,
)
from zyk.monitoring.rules import WATCHERS, can_read_names
from zyk.records.lines import lines_of

SORTS = {
    "began": ("began_at", "id"),
    "score": ("score", "id"),
    "acts": ("acts", "id"),
    "library": ("library__name", "id"),
}
SHOWN_RECORDS = 100
EXPORTED_AT_MOST = 20_000


@audience(*WATCHERS)
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    watched = watched_sessions(actor)
    form = SessionFilterForm(request.GET, signals=signal_choices())
    rows = narrowed(watched, form.cleaned_data) if form.is_valid() else watched
    sort = sort_of(request, SORTS, "-began")
    rows = rows.order_by(*sort.order_by)
    if request.GET.get("export"):
        return _exported(rows)
    page = page_of(request, rows, per_page=30)
    lines = session_lines(page.object_list)
    context = {
        "form": form,
        "sort": sort,
        "page": page,
        "lines": lines,
        "own": set(appealable(rows, actor).values_list("pk", flat=True)),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "monitoring/sessions.html", context)


@audience(*WATCHERS)
@require_GET
def session(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Its signs in words, and the records they were measured from with the heartbeats that belong to them."""
    one = _watched(request, uuid)
    [line] = session_lines([one])
    rows = statements_in(one)
    page = page_of(request, rows, per_page=SHOWN_RECORDS)
    shown = list(page.object_list)
    beats = heartbeats_of(shown)
    context = {
        "session": one,
        "line": line,
        "page": page,
        "records": [
            (record, each.registration is not None and beats.get(each.registration), each.registration)
            for record, each in zip(lines_of(shown), shown, strict=True)
        ],
        "may_appeal": one.verdict == Session.Verdict.DOUBTFUL
        and appealable(Session.objects.filter(pk=one.pk), actor_in(request)).exists(),
        "may_read_names": can_read_names(actor_in(request), one.library),
    }
    return render(request, "monitoring/session.html", context)


@audience(*WATCHERS)
@require_http_methods(["GET", "POST"])
@never_cache
def person(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Everything of one person in this library that raised doubt; a POST with a reason shows the name, once."""
    one = _watched(request, uuid)
    actor, behind = actor_in(request), person_behind(one)
    may_read = can_read_names(actor, one.library) and one.user is not None
    form = ReasonForm(request.POST or None)
    name = None
    if request.method == "POST":
        if not may_read:
            raise Http404
        if form.is_valid() and one.user:
            audit.record(actor=actor, verb="read_sessions", about=one, why=form.cleaned_data["why"])
            name = one.user
    context = {
        "session": one,
        "person": behind,
        "lines": session_lines(behind.sessions),
        "form": form,
        "name": name,
        "may_read": may_read,
        "history": history_of(one)[:20] if may_read else [],
    }
    return render(request, "monitoring/person.html", context)


def _watched(request: HttpRequest, uuid: Any) -> Session:
    return get_object_or_404(watched_sessions(actor_in(request)).select_related("user"), uuid=uuid)


def _exported(rows: Any) -> HttpResponse:
    header = [_("资源库"), _("主持单位"), _("用户（假名）"), _("单位代码"), _("开始"), _("结束"), _("行为次数")]
    header += [_("分值"), _("结果"), _("迹象"), _("规则集")]
    lines = session_lines(rows[:EXPORTED_AT_MOST])
    body = (
        [
            line.session.library.name,
            line.session.library.lead_host.name,
            line.person,
            line.session.organisation_code,
            f"{timezone.localtime(line.session.began_at):%Y-%m-%d %H:%M:%S}",
            f"{timezone.localtime(line.session.ended_at):%Y-%m-%d %H:%M:%S}",
            line.session.acts,
            line.session.score,
            line.session.get_verdict_display(),
            "；".join(f"{said(sign.title)} +{sign.points}" for sign in line.signs),
            line.session.rulebook_code,
        ]
        for line in lines
    )
    return xlsx_response(_("异常会话") + ".xlsx", header, body)
