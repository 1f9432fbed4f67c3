from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.records.forwarding import last_sequence, problem_with
from zyk.records.models import ForwardTarget
from zyk.records.rules import can_forward
from zyk.records.secrecy import seal


@transaction.atomic
def add_forward_target(
    *,
    actor: Actor,
    title: str,
    address: str,
    version: str,
    key: str,
    secret: str,
    library_iri: str = "",
    from_start: bool = False,
) -> ForwardTarget:
    """From now on, or from the oldest statement still in the database, statements go there too."""
    if not can_forward(actor):
        raise PermissionDenied
    problem = problem_with(address)
    if problem:
        raise ValidationError({"address": _("不能转发到这个地址：%(problem)s") % {"problem": problem}})
    target = ForwardTarget.objects.create(
        title=title,
        address=address.rstrip("/"),
        version=version,
        key=key,
        sealed_secret=seal(secret),
        library_iri=library_iri,
        last_sequence=0 if from_start else last_sequence(),
    )
    facts = {"address": target.address, "library": library_iri, "from_start": from_start}
    audit.record(actor=actor, verb="add_forward_target", about=target, facts=facts)
    return target


@transaction.atomic
def stop_forwarding(target: ForwardTarget, *, actor: Actor) -> None:
    """Where it stopped is kept; stopping again changes nothing."""
    locked = _locked(target, actor)
    if locked.stopped_at is None:
        locked.stopped_at = timezone.now()
        locked.save(update_fields=["stopped_at", "updated_at"])
        audit.record(actor=actor, verb="stop_forwarding", about=locked)


@transaction.atomic
def resume_forwarding(target: ForwardTarget, *, actor: Actor) -> None:
    """Go on where it stopped, at once: also a target that waits after a fault."""
    locked = _locked(target, actor)
    was_stopped = locked.stopped_at is not None
    locked.stopped_at, locked.next_attempt_at, locked.failures = None, None, 0
    locked.save(update_fields=["stopped_at", "next_attempt_at", "failures", "updated_at"])
    if was_stopped:
        audit.record(actor=actor, verb="resume_forwarding", about=locked)


def _locked(target: ForwardTarget, actor: Actor) -> ForwardTarget:
    if not can_forward(actor):
        raise PermissionDenied
    return ForwardTarget.objects.select_for_update().get(pk=target.pk)
