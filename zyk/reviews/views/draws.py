"""专家抽取: every draw can be looked at, taken home and repeated."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.reviews.actions.draw import freeze_pool, is_repeatable, protocol_of, reveal_draw, void_draw
from zyk.reviews.enums import ConflictKind, DrawState
from zyk.reviews.forms.panel import SeedForm
from zyk.reviews.minutes import minutes_of
from zyk.reviews.models import ExpertDraw, Panel
from zyk.reviews.queries import experts_by_code

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@audience(*MINISTRY_ROLES)
@require_GET
def draws(request: HttpRequest) -> HttpResponse:
    rows = ExpertDraw.objects.visible_to(actor_in(request)).select_related("drawn_by")
    return render(request, "reviews/draws.html", {"page": page_of(request, rows.order_by("-id"))})


@audience(*MINISTRY_ROLES)
@require_GET
def draw(request: HttpRequest, uuid: str) -> HttpResponse:
    """Pool, exclusions and result; `?check=1` draws again and says whether the same names come out."""
    return _shown(request, _draw(request, uuid), SeedForm())


@audience(*MINISTRY_ROLES)
@require_POST
@once
def freeze(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _draw(request, uuid)
    try:
        freeze_pool(found, actor=actor_in(request), at=timezone.now())
        messages.success(request, _("名单已冻结。请监督人输入种子。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:draw", found.uuid)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def reveal(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _draw(request, uuid)
    form = SeedForm(request.POST)
    if form.is_valid():
        try:
            reveal_draw(found, actor=actor_in(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("抽取完成。"))
            return redirect("reviews:draw", found.uuid)
        except ValidationError as refusal:
            form.add_error(None if not hasattr(refusal, "error_dict") else "seed", refusal.messages)
    return _shown(request, found, form)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def void(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _draw(request, uuid)
    try:
        void_draw(found, why=request.POST.get("why", ""), actor=actor_in(request))
        messages.success(request, _("这次抽取已作废，记录保留。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:draw", found.uuid)


@audience(*MINISTRY_ROLES)
@require_GET
def protocol(request: HttpRequest, uuid: str) -> HttpResponse:
    """The record as a file, from which `zyk verify-draw` draws again without trusting this system."""
    found = get_object_or_404(ExpertDraw.objects.visible_to(actor_in(request)), uuid=uuid, state=DrawState.DRAWN)
    text = json.dumps(protocol_of(found), ensure_ascii=False, indent=1, sort_keys=True)
    return _file(text.encode(), f"draw-{found.uuid}.json", "application/json")


@audience(*MINISTRY_ROLES)
@require_GET
def minutes(request: HttpRequest, uuid: str) -> HttpResponse:
    rows = ExpertDraw.objects.visible_to(actor_in(request)).select_related("drawn_by")
    found = get_object_or_404(rows, uuid=uuid, state=DrawState.DRAWN)
    return _file(minutes_of(found), _("专家抽取纪要") + ".docx", WORD)


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _draw(request: HttpRequest, uuid: str) -> ExpertDraw:
    rows = ExpertDraw.objects.visible_to(actor_in(request)).select_related("drawn_by")
    return get_object_or_404(rows, uuid=uuid)


def _shown(request: HttpRequest, found: ExpertDraw, form: SeedForm) -> HttpResponse:
    pool = [entry["expert"] if isinstance(entry, dict) else entry for entry in found.pool]
    people = experts_by_code([*pool, *(entry["expert"] for entry in found.excluded)])
    chosen = set(found.result)
    rest = found.reserve or [code for code in pool if code not in chosen]
    kinds = dict(ConflictKind.choices)
    is_checked = request.GET.get("check") == "1" and found.state == DrawState.DRAWN
    context = {
        "draw": found,
        "panel": Panel.objects.filter(draw=found).first(),
        "form": form,
        "result": [people[code] for code in found.result if code in people],
        "pool": [people[code] for code in rest if code in people],
        "excluded": [
            (people[entry["expert"]], entry["why"], kinds.get(entry.get("kind", ""), ""))
            for entry in found.excluded
            if entry["expert"] in people
        ],
        "is_checked": is_checked,
        "is_repeatable": is_checked and is_repeatable(found),
    }
    return render(request, "reviews/draw.html", context)
