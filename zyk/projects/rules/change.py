"""Who asks for a change of a project, and who answers: host → province → ministry."""

from zyk.accounts.actor import Actor
from zyk.projects.enums import ChangeState
from zyk.projects.models import ChangeRequest, Project
from zyk.projects.rules.project import can_answer_for, can_confirm, can_guide

OPEN = (ChangeState.REQUESTED, ChangeState.PROVINCE_AGREED)


def can_request_change(actor: Actor, project: Project) -> bool:
    """The project lead asks for the lead host."""
    return can_answer_for(actor, project)


def next_change_state(actor: Actor, change: ChangeRequest) -> str | None:
    """The state to which this actor may take the request by agreeing, None when it is not his turn."""
    if change.state == ChangeState.REQUESTED and can_guide(actor, change.project):
        return ChangeState.PROVINCE_AGREED
    if change.state == ChangeState.PROVINCE_AGREED and can_confirm(actor):
        return ChangeState.APPROVED
    return None


def can_withdraw_change(actor: Actor, change: ChangeRequest) -> bool:
    return change.state in OPEN and can_request_change(actor, change.project)
