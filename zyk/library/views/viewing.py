from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.library import actions
from zyk.library.watching import heartbeat_in


@audience(SIGNED_IN)
@require_POST
def beat(request: HttpRequest) -> HttpResponse:
    """A page with a resource is in front and in use."""
    said = heartbeat_in(request.POST)
    if said is None:
        return JsonResponse({"seconds": None}, status=400)
    viewing = actions.beat(actor=actor_in(request), at=timezone.now(), **said)
    return JsonResponse({"seconds": viewing.seconds})
