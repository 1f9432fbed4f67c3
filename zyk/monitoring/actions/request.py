"""“立即计算”: a person asks, the worker computes."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.library.models import Library
from zyk.library.queries import team_role
from zyk.monitoring.actions.computation import compute_library
from zyk.monitoring.models import ComputationRequest
from zyk.monitoring.rules import can_ask_for_computation

GIVEN_UP_AFTER = timedelta(hours=1)


@transaction.atomic
def request_computation(library: Library, *, actor: Actor) -> ComputationRequest:
    """Queue a computation as of today; the one under way, when there is one, is answered instead of a second."""
    from zyk.monitoring.tasks import answer_request

    may = can_ask_for_computation(
        actor.role,
        team_role=team_role(library, actor),
        is_of_lead_host=actor.organisation_id == library.lead_host_id,
    )
    if not may:
        raise PermissionDenied
    Library.objects.select_for_update().get(pk=library.pk)
    now = timezone.now()
    lost = ComputationRequest.objects.filter(library=library, ended_at=None, asked_at__lt=now - GIVEN_UP_AFTER)
    lost.update(ended_at=now, fault="lost")
    known = ComputationRequest.objects.filter(library=library, ended_at=None).first()
    if known:
        return known
    made = ComputationRequest.objects.create(library=library, asked_by=actor.user)
    transaction.on_commit(lambda: answer_request(made.pk), robust=True)
    return made


def answer(request_id: int) -> None:
    """Compute what was asked, once; a fault is written down for the page and raised for the worker's log."""
    begun = ComputationRequest.objects.filter(pk=request_id, began_at=None, ended_at=None)
    if not begun.update(began_at=timezone.now()):
        return
    request = ComputationRequest.objects.select_related("library").get(pk=request_id)
    try:
        computation = compute_library(request.library, as_of=timezone.localdate(request.asked_at))
    except ValidationError as refusal:
        _end(request, fault=" ".join(refusal.messages))
    except Exception:
        _end(request, fault="failed")
        raise
    else:
        ComputationRequest.objects.filter(pk=request_id).update(computation=computation, ended_at=timezone.now())


def _end(request: ComputationRequest, *, fault: str) -> None:
    ComputationRequest.objects.filter(pk=request.pk).update(ended_at=timezone.now(), fault=fault[:300])
