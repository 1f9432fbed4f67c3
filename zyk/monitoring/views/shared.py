"""What several pages here share."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from zyk.accounts.actor import Actor, actor_in
from zyk.library.models import Library
from zyk.library.queries import team_role
from zyk.monitoring.queries.libraries import monitored_libraries
from zyk.monitoring.rules import can_ask_for_computation


def watched_library(request: HttpRequest, uuid: Any) -> Library:
    """A library the person watches; for everybody else it does not exist here."""
    rows = monitored_libraries(actor_in(request)).select_related("lead_host__province", "specialty", "alliance")
    return get_object_or_404(rows, uuid=uuid)


def may_compute(library: Library, actor: Actor) -> bool:
    return can_ask_for_computation(
        actor.role,
        team_role=team_role(library, actor),
        is_of_lead_host=actor.organisation_id == library.lead_host_id,
    )
