"""What several pages here share."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor, actor_in
from zyk.library.models import Library
from zyk.library.queries import team_role
from zyk.monitoring.panels import Panel
from zyk.monitoring.queries.libraries import monitored_libraries
from zyk.monitoring.rules import can_ask_for_computation


def watched_library(request: HttpRequest, uuid: Any) -> Library:
    """A library the person watches; for everybody else it does not exist here."""
    rows = monitored_libraries(actor_in(request)).select_related("lead_host__province", "specialty", "alliance")
    return get_object_or_404(rows, uuid=uuid)


SPANS = (("days", _("日")), ("weeks", _("周")), ("months", _("月")))


def span_in(
    request: HttpRequest, *, among: tuple[str, ...] = ("days", "weeks", "months"), default: str = "weeks"
) -> str:
    """By day, week or month, as the address says."""
    asked = request.GET.get("span", default)
    return asked if asked in among else default


def exported_panel(request: HttpRequest, panels: Iterable[Panel], name: str) -> HttpResponse | None:
    """The file behind a chart when the address asks for it."""
    asked = request.GET.get("export", "")
    kind = "csv" if request.GET.get("kind") == "csv" else "xlsx"
    return next((panel.exported(name, kind) for panel in panels if panel.code == asked), None)


def may_compute(library: Library, actor: Actor) -> bool:
    return can_ask_for_computation(
        actor.role,
        team_role=team_role(library, actor),
        is_of_lead_host=actor.organisation_id == library.lead_host_id,
    )
