"""办理: what officers do about one application beside its regular way, and what its host may ask for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.projects.actions.cycle import grant_extension
from zyk.projects.actions.dual import answer_second, ask_second_officer
from zyk.projects.actions.hold import hold_application, resume_application
from zyk.projects.actions.ranking import declare_recusal
from zyk.projects.actions.reconsideration import (
    ask_reconsideration,
    propose_grant,
    refuse_reconsideration,
    sign_grant,
    withdraw_reconsideration,
)
from zyk.projects.enums import HOLDABLE, ApplicationState, DualKind, DualState, ReconsiderationState
from zyk.projects.forms.handling import AnswerForm, GrantForm, LateObjectionForm, ReasonForm, ReconsiderationForm
from zyk.projects.forms.recommendation import WhyForm
from zyk.projects.models import Application
from zyk.projects.queries.reconsideration import decision_to_reconsider, last_day_to_ask
from zyk.projects.queries.window import contents_open_at, deadline_of
from zyk.projects.rules.application import is_writer
from zyk.projects.rules.conflict import has_tie
from zyk.projects.rules.sealing import may_read_contents
from zyk.projects.rules.selection import OPEN_RECONSIDERATIONS
from zyk.projects.views.reach import ActorRequest, visible_application
from zyk.reviews.actions import file_objection
from zyk.reviews.enums import NoticeState
from zyk.reviews.models import NoticeItem, Objection

WHO = (*MINISTRY_ROLES, Role.PROVINCE_OFFICER, *HOST_ROLES)
STEPS = ("online", "paper")


@audience(*WHO)
@require_GET
def handling(request: ActorRequest, uuid: UUID) -> HttpResponse:
    return _shown(request, visible_application(request, uuid))


@audience(*MINISTRY_ROLES)
@require_POST
@once
def ask(request: ActorRequest, uuid: UUID, kind: str) -> HttpResponse:
    if kind not in DualKind.values:
        raise Http404

    def act(application: Application, **words: Any) -> None:
        ask_second_officer(application, kind=kind, **words)

    return _done(request, uuid, f"ask_{kind.replace('-', '_')}", ReasonForm, act, _("已提出，待第二名经办人签署。"))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def answer(request: ActorRequest, uuid: UUID, request_uuid: UUID) -> HttpResponse:
    application = visible_application(request, uuid)
    asked = get_object_or_404(application.dual_requests.filter(state=DualState.ASKED), uuid=request_uuid)
    signs = request.POST.get("answer") == "sign"
    said = _("已签署。") if signs else _("已记为不同意。")
    why = request.POST.get("why", "")[:1000]
    return _act(
        request, application, lambda: answer_second(asked, signs=signs, why=why, actor=request.actor, at=_now()), said
    )


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def hold(request: ActorRequest, uuid: UUID) -> HttpResponse:
    return _done(request, uuid, "hold_form", WhyForm, hold_application, _("已暂停办理，申请单位已收到通知。"))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def resume(request: ActorRequest, uuid: UUID) -> HttpResponse:
    return _done(request, uuid, "resume_form", WhyForm, resume_application, _("已恢复办理。"))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def extend(request: ActorRequest, uuid: UUID, step: str) -> HttpResponse:
    """More time for this application alone."""

    def act(application: Application, *, actor: Any, **words: Any) -> None:
        deadline = deadline_of(application.cycle, application.kind, step) if step in STEPS else None
        if deadline is None:
            raise ValidationError(_("没有这个窗口。"))
        grant_extension(window=deadline.window, application=application, actor=actor, **words)

    return _done(request, uuid, "grant_form", GrantForm, act, _("已准予延期，申请单位已收到通知。"))


@audience(*MINISTRY_ROLES, Role.PROVINCE_OFFICER)
@require_POST
@once
def recuse(request: ActorRequest, uuid: UUID) -> HttpResponse:
    def act(application: Application, **words: Any) -> None:
        declare_recusal(application, at=_now(), **words)

    return _done(request, uuid, "recuse_form", ReasonForm, act, _("已记录，这件申请不再由您办理。"))


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def late_objection(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write down an objection that came after the notice; the application waits for its outcome."""

    def act(application: Application, *, actor: Any, **words: Any) -> None:
        item = _last_item(application)
        if item is None:
            raise ValidationError(_("这件申请没有公示过。"))
        file_objection(item=item, today=timezone.localdate(), is_late=True, actor=actor, **words)

    said = _("逾期异议已登记，申请暂停办理，请到异议列表受理。")
    return _done(request, uuid, "late_form", LateObjectionForm, act, said)


@audience(*HOST_ROLES)
@require_POST
@once
def reconsider(request: ActorRequest, uuid: UUID) -> HttpResponse:
    def act(application: Application, **words: Any) -> None:
        ask_reconsideration(application, at=_now(), **words)

    return _done(request, uuid, "reconsideration_form", ReconsiderationForm, act, _("复核申请已提交。"))


@audience(*WHO)
@require_POST
@once
def answer_reconsideration(request: ActorRequest, uuid: UUID, act: str) -> HttpResponse:
    """The ministry proposes, signs or refuses; the host takes its request back."""
    application = visible_application(request, uuid)
    asked = get_object_or_404(application.reconsiderations.filter(state__in=OPEN_RECONSIDERATIONS))
    actor = request.actor
    if act == "sign":
        return _act(
            request, application, lambda: sign_grant(asked, actor=actor, at=_now()), _("已签署，决定重新打开。")
        )
    if act == "withdraw":
        return _act(request, application, lambda: withdraw_reconsideration(asked, actor=actor), _("复核申请已撤回。"))
    if act not in ("propose", "refuse"):
        raise Http404

    def answered(_application: Application, *, answer: str, actor: Any) -> None:
        if act == "propose":
            propose_grant(asked, answer=answer, actor=actor)
        else:
            refuse_reconsideration(asked, answer=answer, actor=actor, at=_now())

    return _done(request, uuid, "answer_form", AnswerForm, answered, _("已记录。"))


def _done(
    request: ActorRequest, uuid: UUID, name: str, form_class: type[Form], act: Callable[..., Any], said: str
) -> HttpResponse:
    application = visible_application(request, uuid)
    form = form_class(request.POST, prefix=name)
    if form.is_valid():
        try:
            act(application, actor=request.actor, **form.cleaned_data)
            messages.success(request, said)
            return redirect("projects:handling", uuid)
        except PermissionDenied:
            raise Http404 from None
        except ValidationError as refused:
            form.add_error(None, " ".join(refused.messages))  # type: ignore[arg-type]
    return _shown(request, visible_application(request, uuid), **{name: form})


def _act(request: ActorRequest, application: Application, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("projects:handling", application.uuid)


def _shown(request: ActorRequest, application: Application, **forms: Any) -> HttpResponse:
    actor = request.actor
    is_officer = actor.is_any(Role.MINISTRY_OFFICER)
    is_tied = (actor.is_ministry or actor.is_any(Role.PROVINCE_OFFICER)) and has_tie(actor.user, application)
    may_act = is_officer and not is_tied
    kind, cycle = application.kind, application.cycle
    deadlines = [(step, deadline_of(cycle, kind, step, application=application)) for step in STEPS]
    decision = decision_to_reconsider(application)
    open_one = application.reconsiderations.filter(state__in=OPEN_RECONSIDERATIONS).first()
    letters = [each.letter for each in application.decisions.select_related("letter") if hasattr(each, "letter")]
    context = {
        "application": application,
        "deadlines": [(step, each) for step, each in deadlines if each],
        "extensions": application.extensions.select_related("window", "granted_by"),
        "sealed_until": contents_open_at(application),
        "is_sealed": not may_read_contents(actor, application),
        "dual_requests": application.dual_requests.select_related("asked_by", "answered_by")
        if actor.is_ministry
        else (),
        "may_ask_look": actor.is_ministry and not is_tied and not may_read_contents(actor, application),
        "may_ask_reinstatement": may_act and application.state == ApplicationState.INELIGIBLE,
        "may_sign": may_act,
        "may_hold": may_act and application.state in HOLDABLE,
        "may_resume": may_act and application.state == ApplicationState.ON_HOLD,
        "may_extend": may_act and cycle.state == "open",
        "may_recuse": (actor.is_ministry or actor.is_any(Role.PROVINCE_OFFICER)) and not is_tied,
        "is_tied": is_tied,
        "objections": _objections(request, application),
        "may_file_late": may_act and application.state in HOLDABLE and _last_item(application) is not None,
        "letters": letters if not actor.is_any(Role.PROVINCE_OFFICER) else (),
        "reconsiderations": application.reconsiderations.select_related("proposed_by", "answered_by")
        if not actor.is_any(Role.PROVINCE_OFFICER)
        else (),
        "open_reconsideration": open_one,
        "ask_until": last_day_to_ask(decision) if decision else None,
        "may_reconsider": decision is not None and is_writer(actor, application) and open_one is None,
        "may_propose": may_act and open_one is not None and open_one.state == ReconsiderationState.FILED,
        "may_sign_grant": may_act
        and open_one is not None
        and open_one.state == ReconsiderationState.PROPOSED
        and actor.user is not None
        and open_one.proposed_by_id != actor.user.pk,
        "may_refuse": may_act and open_one is not None,
        "may_take_back": open_one is not None
        and open_one.state == ReconsiderationState.FILED
        and is_writer(actor, application),
        "history": history_of(application)[:20],
        "ask_early_look": ReasonForm(prefix="ask_early_look"),
        "ask_reinstatement": ReasonForm(prefix="ask_reinstatement"),
        "hold_form": WhyForm(prefix="hold_form"),
        "resume_form": WhyForm(prefix="resume_form"),
        "grant_form": GrantForm(prefix="grant_form"),
        "recuse_form": ReasonForm(prefix="recuse_form"),
        "late_form": LateObjectionForm(prefix="late_form"),
        "reconsideration_form": ReconsiderationForm(prefix="reconsideration_form"),
        "answer_form": AnswerForm(prefix="answer_form"),
        **forms,
    }
    return render(request, "projects/handling/handling.html", context)


def _objections(request: ActorRequest, application: Application) -> Any:
    return Objection.objects.visible_to(request.actor).filter(item__dossier__subject_uuid=application.uuid)


def _last_item(application: Application) -> NoticeItem | None:
    items = NoticeItem.objects.filter(
        dossier__subject_uuid=application.uuid, notice__state=NoticeState.CLOSED
    ).select_related("notice", "dossier")
    return items.order_by("-id").first()


def _now() -> Any:
    return timezone.now()
