"""暂停与终止 of a project by the ministry, each with its reason; what was built and reported stays readable."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common.moves import NotInThisState, move
from zyk.projects.enums import PROJECT_MOVES, ProjectState
from zyk.projects.models import Project
from zyk.projects.rules.project import can_confirm


@transaction.atomic
def hold_project(project: Project, *, why: str, actor: Actor) -> None:
    """Nothing is due while it is on hold; it goes on from where it stood."""
    project = _locked(project, why, actor)
    was = project.state
    move(project, ProjectState.ON_HOLD, moves=PROJECT_MOVES, actor=actor, why=why.strip(), facts={"was": was})
    Project.objects.filter(pk=project.pk).update(held_state=was, state_reason=why.strip())
    _tell(project, f"暂停建设：{why.strip()}", f"is on hold: {why.strip()}")


@transaction.atomic
def resume_project(project: Project, *, why: str, actor: Actor) -> None:
    project = _locked(project, why, actor)
    if project.state != ProjectState.ON_HOLD:
        raise NotInThisState(_("项目没有暂停。"))
    move(project, ProjectState(project.held_state), moves=PROJECT_MOVES, actor=actor, why=why.strip())
    Project.objects.filter(pk=project.pk).update(held_state="", state_reason="")
    _tell(project, "恢复建设", "goes on")


@transaction.atomic
def terminate_project(project: Project, *, why: str, actor: Actor) -> None:
    """The end without acceptance. Where the library stands then no rule says: its standing is left as it is."""
    project = _locked(project, why, actor)
    move(project, ProjectState.TERMINATED, moves=PROJECT_MOVES, actor=actor, why=why.strip())
    Project.objects.filter(pk=project.pk).update(state_reason=why.strip(), ended_on=timezone.localdate())
    _tell(project, f"终止：{why.strip()}", f"was terminated: {why.strip()}")


def _locked(project: Project, why: str, actor: Actor) -> Project:
    if not can_confirm(actor):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    return Project.objects.select_for_update(of=("self",)).select_related("lead_host", "library").get(pk=project.pk)


def _tell(project: Project, words: str, english_words: str) -> None:
    officers = people_with_role(Role.PROVINCE_OFFICER).filter(
        memberships__organisation__province=project.lead_host.province_id
    )
    for people in (people_in_role(project.lead_host, *HOST_ROLES), officers.distinct()):
        notify(
            people,
            text=f"{project}：{words}。",
            english_text=f"{project} {english_words}.",
            url=f"/projects/{project.uuid}/",
            mail=True,
        )
