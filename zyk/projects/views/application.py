from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.enums import Role
from zyk.accounts.models import Province
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import csv_response, xlsx_response
from zyk.library.models import Library
from zyk.projects.actions.application import start_application, withdraw_application
from zyk.projects.enums import ApplicationKind, ApplicationState
from zyk.projects.models import Application, Cycle
from zyk.projects.queries.application import (
    exemption_of,
    facts_of,
    libraries_to_apply_with,
    matching,
    progress_of,
    waiting_for_second,
)
from zyk.projects.queries.cycle import cycles_to_apply_in, window_of
from zyk.projects.queries.lists import SORTS, export_header, export_rows, with_list_columns
from zyk.projects.queries.next_act import acts_of, steps_of, waiting_words
from zyk.projects.rules.application import EDITORS, can_answer_membership, can_withdraw
from zyk.projects.rules.sealing import may_read_contents
from zyk.projects.rules.selection import OPEN_RECONSIDERATIONS
from zyk.projects.views.reach import READERS, WRITERS, ActorRequest, own_application, visible_application

FILTERS = ("q", "state", "province", "kind")


@audience(*READERS)
@require_GET
def applications(request: ActorRequest) -> HttpResponse:
    """The applications the actor has to do with."""
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in FILTERS}
    rest = {name: value for name, value in chosen.items() if name != "q"}
    rows = with_list_columns(Application.objects.visible_to(request.actor), request.actor)
    sort = sort_of(request, SORTS, "-number")
    rows = rows.filter(matching(text=chosen["q"], **rest), _waiting(request)).order_by(*sort.order_by)
    if request.GET.get("export") in ("xlsx", "csv"):
        answer = xlsx_response if request.GET["export"] == "xlsx" else csv_response
        return answer(f"applications.{request.GET['export']}", export_header(), export_rows(rows))
    context = {
        "page": page_of(request, rows),
        "sort": sort,
        "chosen": chosen,
        "waiting": request.GET.get("waiting", "") if request.actor.is_ministry else "",
        "states": list(ApplicationState),
        "kinds": ApplicationKind.choices,
        "provinces": Province.objects.filter(in_programme=True) if request.actor.is_ministry else (),
        "may_start": request.actor.is_any(*EDITORS),
    }
    return render(request, "projects/application/applications.html", context)


def _waiting(request: ActorRequest) -> Q:
    """What an officer's to-do list leads to: those that wait for a second signature, or ask for reconsideration."""
    waiting = request.GET.get("waiting") if request.actor.is_ministry else None
    if waiting == "signature":
        return waiting_for_second(request.actor.user)
    if waiting == "reconsideration":
        return Q(reconsiderations__state__in=OPEN_RECONSIDERATIONS)
    return Q()


@audience(*WRITERS)
@require_http_methods(["GET", "POST"])
@once
def start(request: ActorRequest) -> HttpResponse:
    """Choose a library and the kind of application; what does not qualify says why."""
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in ApplicationKind.values:
            raise Http404
        library = get_object_or_404(
            Library.objects.filter(lead_host_id=request.actor.organisation_id), uuid=_uuid(request.POST.get("library"))
        )
        cycle = get_object_or_404(Cycle.objects.select_related("rulebook"), year=request.POST.get("year"))
        try:
            application = start_application(library=library, kind=kind, cycle=cycle, actor=request.actor)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("projects:start_application")
        messages.success(request, _("申请书 %(number)s 已新建。") % {"number": application.number})
        return redirect("projects:application", application.uuid)
    offers = [
        {
            "cycle": cycle,
            "kind": kind,
            "window": window_of(cycle, kind, "online"),
            "libraries": [
                (library, kind == ApplicationKind.CANDIDATE and exemption_of(library, cycle))
                for library in libraries_to_apply_with(request.actor, kind, cycle)
            ],
        }
        for kind in ApplicationKind
        for cycle in cycles_to_apply_in(kind, host=request.actor.organisation)
    ]
    return render(request, "projects/application/start.html", {"offers": offers})


@audience(*READERS)
@require_GET
def application(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Where the application stands, whose turn it is, and what was handed in."""
    found = visible_application(request, uuid)
    actor = request.actor
    members = list(found.members.select_related("organisation__province"))
    acts = acts_of(found, actor)
    context = {
        "application": found,
        "window": window_of(found.cycle, found.kind, "online"),
        "steps": steps_of(found),
        "waiting": waiting_words(found),
        "acts": acts,
        "progress": progress_of(found, facts_of(found)) if "edit" in acts else [],
        "revisions": found.revisions.select_related("submitted_by", "sealed_by"),
        "members": members,
        "own_membership": next(
            (member for member in members if can_answer_membership(actor, member.organisation_id)), None
        ),
        "may_answer": found.state in (ApplicationState.DRAFT, ApplicationState.RETURNED),
        "may_withdraw": can_withdraw(actor, found),
        "is_ministry": actor.is_ministry,
        "is_sealed": not may_read_contents(actor, found),
        "is_province": actor.is_any(Role.PROVINCE_OFFICER) and found.state == ApplicationState.PROVINCE_REVIEW,
        "history": history_of(found)[:30],
    }
    return render(request, "projects/application/application.html", context)


@audience(*WRITERS)
@require_POST
@once
def withdraw(request: ActorRequest, uuid: UUID) -> HttpResponse:
    found = own_application(request, uuid)
    try:
        withdraw_application(application=found, reason=request.POST.get("reason", ""), actor=request.actor)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("申请书已撤回。"))
    return redirect("projects:application", uuid)


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None
