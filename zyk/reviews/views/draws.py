"""专家抽取: every draw can be looked at and repeated."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES
from zyk.common.audience import audience
from zyk.common.paging import page_of
from zyk.reviews.actions.expert import is_repeatable
from zyk.reviews.models import ExpertDraw
from zyk.reviews.queries import experts_by_code


@audience(*MINISTRY_ROLES)
@require_GET
def draws(request: HttpRequest) -> HttpResponse:
    rows = ExpertDraw.objects.visible_to(actor_in(request)).select_related("drawn_by")
    return render(request, "reviews/draws.html", {"page": page_of(request, rows.order_by("-id"))})


@audience(*MINISTRY_ROLES)
@require_GET
def draw(request: HttpRequest, uuid: str) -> HttpResponse:
    """Pool, exclusions and result; `?check=1` draws again and says whether the same names come out."""
    rows = ExpertDraw.objects.visible_to(actor_in(request)).select_related("drawn_by")
    found = get_object_or_404(rows, uuid=uuid)
    people = experts_by_code([*found.pool, *(entry["expert"] for entry in found.excluded)])
    chosen = set(found.result)
    context = {
        "draw": found,
        "result": [people[code] for code in found.result if code in people],
        "pool": [people[code] for code in found.pool if code in people and code not in chosen],
        "excluded": [(people[entry["expert"]], entry["why"]) for entry in found.excluded if entry["expert"] in people],
        "is_checked": request.GET.get("check") == "1",
        "is_repeatable": request.GET.get("check") == "1" and is_repeatable(found),
    }
    return render(request, "reviews/draw.html", context)
