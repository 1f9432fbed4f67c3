"""封存: what the ministry may not read before the online window has closed."""

from datetime import datetime

from django.db.models import Q

from zyk.accounts.actor import Actor
from zyk.projects.enums import DualKind, DualState
from zyk.projects.models import Application
from zyk.projects.queries.window import are_contents_sealed


def may_read_contents(actor: Actor, application: Application, *, at: datetime | None = None) -> bool:
    """The unit and its province read on; the ministry after the hard close, or the two persons of an early look."""
    if not actor.is_ministry or not are_contents_sealed(application, at=at):
        return True
    looks = application.dual_requests.filter(kind=DualKind.EARLY_LOOK, state=DualState.SIGNED)
    return looks.filter(Q(asked_by=actor.user) | Q(answered_by=actor.user)).exists()
