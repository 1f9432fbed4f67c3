"""How the views of an application find it, and who may look."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.projects.models import Application
from zyk.projects.queries.writing import collaborator_of
from zyk.projects.rules.application import EDITORS, is_writer
from zyk.projects.rules.writing import EDIT, section_right

# An edition is kept in memory by its hash; its text is read only when it is not there yet.
LATER = ("cycle__rulebook__content", "cycle__rulebook__source")
READERS = (*HOST_ROLES, Role.PROVINCE_OFFICER, *MINISTRY_ROLES)
WRITERS = EDITORS


class ActorRequest(HttpRequest):
    """A request as our middleware leaves it."""

    actor: Actor
    htmx: HtmxDetails


def visible_application(request: ActorRequest, uuid: UUID) -> Application:
    """The application if the actor may see it, else 404."""
    rows = Application.objects.visible_to(request.actor).select_related(
        "cycle__rulebook", "library__specialty", "lead_host__province", "exempt_basis__cycle"
    )
    return get_object_or_404(rows.defer(*LATER).prefetch_related("cycle__windows"), uuid=uuid)


def own_application(request: ActorRequest, uuid: UUID) -> Application:
    """The application if the actor writes it, else 404."""
    application = visible_application(request, uuid)
    if not is_writer(request.actor, application):
        raise Http404
    return application


def shared_application(request: ActorRequest, uuid: UUID) -> Application:
    """The application if the actor writes it or was ever invited to write in it, else 404."""
    rows = Application.objects.select_related("cycle__rulebook", "library__specialty", "lead_host__province")
    found = get_object_or_404(rows.defer(*LATER).prefetch_related("cycle__windows"), uuid=uuid)
    if is_writer(request.actor, found) or found.collaborators.filter(user=request.actor.user).exists():
        return found
    raise Http404


def rights_of(request: ActorRequest, application: Application) -> dict[str, str] | None:
    """A collaborator's sections; None for the lead host's writers, who have them all."""
    if is_writer(request.actor, application):
        return None
    collaborator = collaborator_of(application, request.actor)
    return dict(collaborator.rights) if collaborator else {}


def right_at(request: ActorRequest, application: Application, code: str) -> str:
    if is_writer(request.actor, application):
        return EDIT
    return section_right(request.actor, application, code, collaborator_of(application, request.actor))
