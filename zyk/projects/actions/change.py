"""变更申请: another lead host, scope or time; an approved one opens the next version of the task book."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Organisation
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.library.models import Library
from zyk.media.models import StoredFile
from zyk.projects.enums import CHANGE_MOVES, ChangeKind, ChangeState, ProjectState
from zyk.projects.models import ChangeRequest, Project
from zyk.projects.queries.task_book import units_of
from zyk.projects.rules.change import OPEN, can_request_change, can_withdraw_change, next_change_state

CHANGEABLE = (ProjectState.TASK_BOOK, ProjectState.BUILDING)


@dataclass(frozen=True)
class Change:
    """What is asked for. `new_host` belongs to a change of host, `new_end_on` to one of time."""

    kind: str
    reason: str
    new_host: Organisation | None = None
    new_end_on: date | None = None
    attachment: StoredFile | None = None


@transaction.atomic
def request_change(project: Project, change: Change, *, actor: Actor) -> ChangeRequest:
    """The project lead asks; one request at a time."""
    project = Project.objects.select_for_update(of=("self",)).select_related("lead_host", "library").get(pk=project.pk)
    if not can_request_change(actor, project):
        raise PermissionDenied
    if project.state not in CHANGEABLE:
        raise NotInThisState(_("项目已进入验收或已结束，不能再申请变更。"))
    if project.changes.filter(state__in=OPEN).exists():
        raise NotInThisState(_("还有一项变更申请在办理，办结后才能再申请。"))
    _check(project, change)
    made = ChangeRequest.objects.create(
        project=project,
        number=project.changes.count() + 1,
        kind=change.kind,
        reason=change.reason,
        new_host=change.new_host if change.kind == ChangeKind.HOST else None,
        new_end_on=change.new_end_on if change.kind == ChangeKind.TIME else None,
        attachment=change.attachment,
        requested_by=actor.user,
    )
    audit.record(actor=actor, verb="create", about=made, facts={"kind": change.kind})
    _tell(made, people_with_role(Role.PROVINCE_OFFICER).filter(
        memberships__organisation__province=project.lead_host.province
    ).distinct(), "有一项变更申请待审核", "asks for a change")  # fmt: skip
    return made


@transaction.atomic
def agree_to_change(change: ChangeRequest, *, why: str, actor: Actor) -> None:
    """The province agrees, then the ministry approves. A change of host takes effect with the approval."""
    change = _locked(change)
    state = _turn_of(actor, change)
    move(change, state, moves=CHANGE_MOVES, actor=actor, why=why)
    if state == ChangeState.PROVINCE_AGREED:
        _tell(change, people_with_role(Role.MINISTRY_OFFICER), "有一项变更申请待批准", "waits for approval of a change")
        return
    if change.kind == ChangeKind.HOST:
        _hand_over(change, actor)
    _tell_host(change, "变更申请已批准", "change was approved")


@transaction.atomic
def refuse_change(change: ChangeRequest, *, why: str, actor: Actor) -> None:
    change = _locked(change)
    _turn_of(actor, change)
    if not why.strip():
        raise ValidationError({"why": _("请说明不予批准的理由")})
    move(change, ChangeState.REFUSED, moves=CHANGE_MOVES, actor=actor, why=why)
    _tell_host(change, "变更申请未获批准", "change was refused")


@transaction.atomic
def withdraw_change(change: ChangeRequest, *, actor: Actor) -> None:
    change = _locked(change)
    if not can_withdraw_change(actor, change):
        raise PermissionDenied
    move(change, ChangeState.WITHDRAWN, moves=CHANGE_MOVES, actor=actor)


def _check(project: Project, change: Change) -> None:
    errors = {}
    if change.kind not in ChangeKind.values:
        errors["kind"] = _("请选择变更类别")
    if not change.reason.strip():
        errors["reason"] = _("请说明变更理由与内容")
    if change.kind == ChangeKind.HOST:
        if change.new_host is None or not units_of(project).filter(pk=change.new_host.pk).exists():
            errors["new_host"] = _("拟任主持单位应是已确认参加的成员单位")
        elif change.new_host.pk == project.lead_host_id:
            errors["new_host"] = _("该单位已经是第一主持单位")
    if change.kind == ChangeKind.TIME and change.new_end_on is None:
        errors["new_end_on"] = _("请填写变更后的完成期限")
    if errors:
        raise ValidationError(errors)


def _turn_of(actor: Actor, change: ChangeRequest) -> str:
    state = next_change_state(actor, change)
    if state:
        return state
    if actor.is_any(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER):
        raise NotInThisState(_("变更申请不在你的审核环节，可能已被他人处理。请刷新页面查看最新状态。"))
    raise PermissionDenied


def _hand_over(change: ChangeRequest, actor: Actor) -> None:
    """The new lead host leads the project and the library; what the old one did stays on record."""
    project, new_host = change.project, change.new_host
    assert new_host is not None
    old = project.lead_host
    Project.objects.filter(pk=project.pk).update(lead_host=new_host)
    Library.objects.filter(pk=project.library_id).update(lead_host=new_host)
    facts = {"from": old.name, "to": new_host.name}
    audit.record(actor=actor, verb="change-host", about=project, why=change.reason, facts=facts)
    notify(
        people_in_role(new_host, *HOST_ROLES),
        text=f"{project}：你单位已成为第一主持单位。",
        english_text=f"Your unit is now the lead host of {project}.",
        url=f"/projects/{project.uuid}/",
        mail=True,
    )


def _locked(change: ChangeRequest) -> ChangeRequest:
    return (
        ChangeRequest.objects.select_for_update(of=("self",))
        .select_related("project__lead_host", "project__library", "new_host")
        .get(pk=change.pk)
    )


def _tell(change: ChangeRequest, people: object, words: str, english_words: str) -> None:
    notify(
        people,  # type: ignore[arg-type]
        text=f"{change.project}：{words}。",
        english_text=f"{change.project} {english_words}.",
        url=f"/projects/changes/{change.uuid}/",
        mail=True,
    )


def _tell_host(change: ChangeRequest, words: str, english_words: str) -> None:
    _tell(change, people_in_role(change.project.lead_host, *HOST_ROLES), words, english_words)
