"""What every page's shell shows: who acts, in which capacities he could, and how much is unread."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zyk.accounts.models import Notification

NOT_FILTERS = {"page", "next", "once", "tab"}


def shell(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_signed_in:
        return {"actor": actor, "capacities": [], "unread": 0}
    user = actor.user
    return {
        "is_filtered": any(name not in NOT_FILTERS and value for name, value in request.GET.items()),
        "actor": actor,
        "capacities": getattr(request, "capacities", []),
        "unread": SimpleLazyObject(lambda: Notification.objects.filter(recipient=user, read_at=None).count()),
    }
