"""异议: taking up, looking into, concluding. Who filed one is read by the handling officer only, on record."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in, user_in
from zyk.accounts.enums import Role
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.common.spreadsheets import xlsx_response
from zyk.reviews.actions import admit_objection, conclude_objection, read_filer, refuse_objection
from zyk.reviews.actions.objection import withdraw_objection
from zyk.reviews.enums import ObjectionState
from zyk.reviews.forms.objection import AdmitForm, FindingForm, ReasonForm
from zyk.reviews.models import Objection
from zyk.reviews.rules.objection import can_conclude, can_decide_on, can_read_filer, can_withdraw, has_post_at_units

WHO = (Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY, Role.PROVINCE_OFFICER)


@audience(*WHO)
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    context = {"page": page_of(request, _rows(request)), "state": state, "states": ObjectionState.choices}
    return render(request, "reviews/objections.html", context)


@audience(*WHO)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered; who filed an objection is not in it."""
    header = [
        _("编号"),
        _("资源库"),
        _("第一主持单位"),
        _("提出方式"),
        _("提出时间"),
        _("核查单位"),
        _("状态"),
        _("核查结论"),
    ]
    rows = (
        [
            row.item.dossier.number,
            row.item.dossier.title,
            row.item.dossier.lead_organisation.name,
            _("匿名") if row.is_anonymous else _("实名"),
            f"{row.created_at:%Y-%m-%d}",
            row.handler.name if row.handler else "",
            row.get_state_display(),
            row.finding,
        ]
        for row in _rows(request)
    )
    return xlsx_response(_("异议") + ".xlsx", header, rows)


@audience(*WHO)
@require_GET
def objection(request: HttpRequest, uuid: str) -> HttpResponse:
    return _shown(request, _objection(request, uuid))


@audience(SIGNED_IN)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What one has filed under one's own name, with the answers."""
    rows = Objection.objects.filter(filed_by=user_in(request)).select_related("item__dossier", "item__notice")
    shown = [(each, can_withdraw(actor_in(request), each)) for each in rows.order_by("-id")[:100]]
    return render(request, "reviews/my_objections.html", {"rows": shown})


@audience(SIGNED_IN)
@require_POST
@once
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(Objection, uuid=uuid, filed_by=user_in(request))
    try:
        withdraw_objection(found, actor=actor_in(request))
        messages.success(request, _("异议已撤回。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:my_objections")


@audience(Role.MINISTRY_OFFICER, Role.PROVINCE_OFFICER)
@require_POST
@never_cache
def filer(request: HttpRequest, uuid: str) -> HttpResponse:
    """Shown once, on the answer to this very request."""
    found = _objection(request, uuid)
    try:
        return _shown(request, found, filer=read_filer(found, actor=actor_in(request)))
    except PermissionDenied:
        raise Http404 from None


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def admit(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _objection(request, uuid)
    form = AdmitForm(request.POST, objection=found)
    return _done(request, found, "admit_form", form, admit_objection, _("已受理，核查单位已收到通知。"))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def refuse(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _objection(request, uuid)

    def act(objection: Objection, *, finding: str, actor: Any) -> None:
        refuse_objection(objection, reason=finding, actor=actor)

    return _done(request, found, "refuse_form", ReasonForm(request.POST), act, _("已记为不予受理。"))


@audience(Role.MINISTRY_OFFICER, Role.PROVINCE_OFFICER)
@require_POST
@once
def conclude(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _objection(request, uuid)
    return _done(request, found, "finding_form", FindingForm(request.POST), conclude_objection, _("异议已办结。"))


def _done(
    request: HttpRequest, found: Objection, name: str, form: Form, act: Callable[..., None], said: str
) -> HttpResponse:
    if form.is_valid():
        try:
            act(found, actor=actor_in(request), **form.cleaned_data)
            messages.success(request, said)
            return redirect("reviews:objection", found.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return _shown(request, _objection(request, str(found.uuid)), **{name: form})


def _shown(request: HttpRequest, found: Objection, **more: Any) -> HttpResponse:
    actor = actor_in(request)
    context = {
        "objection": found,
        "dossier": found.item.dossier,
        "may_decide": can_decide_on(actor)
        and found.state == ObjectionState.FILED
        and not has_post_at_units(actor.user, found),
        "may_conclude": can_conclude(actor, found) and found.state == ObjectionState.INVESTIGATING,
        "may_read_filer": can_read_filer(actor, found),
        "admit_form": AdmitForm(objection=found),
        "refuse_form": ReasonForm(prefix=None),
        "finding_form": FindingForm(),
        "history": history_of(found),
        **more,
    }
    return render(request, "reviews/objection.html", context)


def _rows(request: HttpRequest) -> QuerySet[Objection]:
    rows = Objection.objects.visible_to(actor_in(request))
    state = request.GET.get("state", "")
    if state in ObjectionState.values:
        rows = rows.filter(state=state)
    return rows.select_related("item__dossier__lead_organisation", "item__notice", "handler").order_by("-id")


def _objection(request: HttpRequest, uuid: str) -> Objection:
    rows = Objection.objects.visible_to(actor_in(request))
    return get_object_or_404(
        rows.select_related(
            "item__dossier__lead_organisation", "item__notice", "handler", "assignee", "evidence", "filed_by"
        ),
        uuid=uuid,
    )
