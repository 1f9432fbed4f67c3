"""Who may read or write one section of the form."""

from typing import Any

from zyk.accounts.actor import Actor
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application, Collaborator
from zyk.projects.rules.application import EDITABLE, is_writer

VIEW, EDIT = "view", "edit"


def section_right(actor: Actor, application: Application, code: str, collaborator: Collaborator | None) -> str:
    """ "edit", "view" or "" for nothing. The lead host's writers have every section, a collaborator those he was given,
    and only while the form is being written."""
    if is_writer(actor, application):
        return EDIT
    if collaborator is None or application.state not in EDITABLE:
        return ""
    return str(collaborator.rights.get(code, ""))


def can_invite(actor: Actor, application: Application) -> bool:
    """The lead host's writers choose who writes with them, while the form can be written at all."""
    return is_writer(actor, application) and application.state in EDITABLE


def is_being_written(application: Application) -> bool:
    return ApplicationState(application.state) in EDITABLE


def merged(mine: Any, theirs: Any, choice: str) -> Any:
    """One field that two people wrote: "mine", "theirs", or "both", which puts the other's after one's own."""
    if choice == "theirs":
        return theirs if theirs is not None else ""
    if choice != "both" or not theirs or mine == theirs:
        return mine
    if isinstance(mine, str) and isinstance(theirs, str):
        return f"{mine}\n{theirs}" if mine else theirs
    if isinstance(mine, list) and isinstance(theirs, list):
        return [*mine, *(row for row in theirs if row not in mine)]
    return mine
