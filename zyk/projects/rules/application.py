"""Who may do what with an application, and which way it goes."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.library.enums import Standing
from zyk.library.models import Library
from zyk.projects.enums import APPLICATION_MOVES, ApplicationKind, ApplicationState
from zyk.projects.models import Application, Cycle, PoolEntry
from zyk.projects.queries.window import closed_words, is_open, may_come_in
from zyk.rulebook.edition import Edition
from zyk.rulebook.enums import Step, WindowStep

EDITORS = (Role.HOST_EDITOR, Role.PROJECT_LEAD)
EDITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


def can_apply_for(actor: Actor, library: Library) -> bool:
    """The lead host applies (notice 二、（一）: 第一主持单位登录管理系统填写)."""
    return actor.is_any(*EDITORS) and library.lead_host_id == actor.organisation_id


def is_writer(actor: Actor, application: Application) -> bool:
    """Who fills in the form: editors and the project lead of the lead host."""
    return actor.is_any(*EDITORS) and application.lead_host_id == actor.organisation_id


def can_edit(actor: Actor, application: Application) -> bool:
    return is_writer(actor, application) and application.state in EDITABLE


def can_seal(actor: Actor, application: Application) -> bool:
    return (
        actor.is_any(Role.SEAL_KEEPER)
        and application.lead_host_id == actor.organisation_id
        and application.state == ApplicationState.UNIT_REVIEW
    )


def can_withdraw(actor: Actor, application: Application) -> bool:
    """Until it is decided, the lead host may take its application back."""
    return is_writer(actor, application) and ApplicationState.WITHDRAWN in APPLICATION_MOVES[application.state]


def can_answer_membership(actor: Actor, organisation_id: int) -> bool:
    """A co-host or participant answers for itself."""
    return actor.is_any(*HOST_ROLES) and actor.organisation_id == organisation_id


def check_start(library: Library, kind: str, cycle: Cycle, *, at: datetime) -> None:
    """The window of the notice must be open (二、（一）（二）); upgrade support is for accepted libraries only
    (二、（二）: 已验收资源库), a candidate is one that has no project yet."""
    if not is_open(cycle, kind, WindowStep.ONLINE, host=library.lead_host, at=at):
        raise ValidationError(_("%(cycle)s的网上填报窗口没有开放，现在不能新建申请书。") % {"cycle": cycle.title})
    if kind == ApplicationKind.UPGRADE and library.standing != Standing.ACCEPTED:
        raise ValidationError(_("升级改进支持项目只接受已验收的资源库。"))
    if kind == ApplicationKind.CANDIDATE and library.standing not in (Standing.NONE, Standing.APPLYING):
        raise ValidationError(_("这个资源库已经立项，不能再申请列入备选项目库。"))


def check_window_for_submission(application: Application, *, at: datetime, has_come_in: bool) -> None:
    """A first submission is due while the window is open. What was returned for correction, or had been sealed
    before (`has_come_in`), is handed in again whenever it is mended: it had come in time."""
    if application.state == ApplicationState.RETURNED or has_come_in:
        return
    cycle, kind = application.cycle, application.kind
    if not is_open(cycle, kind, WindowStep.ONLINE, application=application, at=at):
        since = closed_words(cycle, kind, WindowStep.ONLINE, application=application)
        raise ValidationError(_("网上填报%(since)s不能再提交。") % {"since": since})


def check_window_for_seal(application: Application, *, at: datetime, has_come_in: bool) -> None:
    """What was submitted in time is sealed until paper and letter are due (notice 二、（一）: 6 月 28 日前函报)."""
    if not (has_come_in or may_come_in(application, at=at)):
        since = closed_words(application.cycle, application.kind, WindowStep.PAPER, application=application)
        raise ValidationError(_("盖章报送%(since)s如需延期，请联系教育部经办人。") % {"since": since})


def check_unit_return(application: Application, *, at: datetime) -> None:
    """After the window has closed, a draft could never be handed in again: the unit seals, or the writer withdraws."""
    if not is_open(application.cycle, application.kind, WindowStep.ONLINE, application=application, at=at):
        raise ValidationError(_("网上填报窗口已结束，退回后无法再提交。请盖章，或请填报人撤回申请。"))


def exempts(edition: Edition, entry: PoolEntry | None, *, has_project: bool) -> bool:
    """免于省级推荐: in the pool of the year before and not approved since (notice 二、（一）, second paragraph)."""
    return edition.exemption.enabled and entry is not None and not has_project


def needs_on_route(cycle: Cycle, kind: str, step: Step) -> bool:
    """Whether applications of that kind take that step this year. For upgrade projects the notice (二、（二）) names
    neither recommendation nor material notice: the year's switches come before the rulebook."""
    switch = None
    if kind == ApplicationKind.UPGRADE and step == Step.RECOMMENDATION:
        switch = cycle.upgrade_needs_recommendation
    elif kind == ApplicationKind.UPGRADE and step == Step.NOTICE:
        switch = cycle.upgrade_needs_notice
    if switch is not None:
        return switch
    return bool(getattr(cycle.rulebook.edition.route_of(kind), f"needs_{step.value}"))


def route_after_seal(cycle: Cycle, kind: str, *, is_exempt: bool, is_recommended: bool) -> ApplicationState:
    """Where a sealed application goes: by the year's route, less the steps an exempt one skips. One that a province
    has recommended already and that came back for correction does not need its recommendation again."""
    skipped = set(cycle.rulebook.edition.exemption.skips) if is_exempt else set()

    def takes(step: Step) -> bool:
        return step not in skipped and needs_on_route(cycle, kind, step)

    if takes(Step.RECOMMENDATION) and not is_recommended:
        return ApplicationState.PROVINCE_REVIEW
    if takes(Step.FORMAL_CHECK):
        return ApplicationState.FORMAL_CHECK
    if takes(Step.NOTICE):
        return ApplicationState.NOTICE_READY
    return ApplicationState.NOTICE_DONE
