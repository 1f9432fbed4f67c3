"""How the views of an application find it, and who may look."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.projects.models import Application
from zyk.projects.rules.application import EDITORS, is_writer

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
    return get_object_or_404(rows.prefetch_related("cycle__windows"), uuid=uuid)


def own_application(request: ActorRequest, uuid: UUID) -> Application:
    """The application if the actor writes it, else 404."""
    application = visible_application(request, uuid)
    if not is_writer(request.actor, application):
        raise Http404
    return application
