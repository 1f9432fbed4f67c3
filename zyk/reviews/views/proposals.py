"""分派方案: computed, looked at with its reasons, mended by hand, confirmed."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.reviews.actions.assigning import add_pair, confirm_assignment, propose_assignment, remove_pair, swap_pair
from zyk.reviews.enums import ConflictKind
from zyk.reviews.forms.panel import SeatForm
from zyk.reviews.models import AssignmentProposal, Dossier, ProposedPair
from zyk.reviews.views.panels import panel_in

REASONS = {
    "has-it": gettext_lazy("已评或已回避这一件"),
    "full": gettext_lazy("已满额"),
    "same-unit-as-another": gettext_lazy("与另一位评议人同单位"),
}


@audience(*MINISTRY_ROLES)
@require_POST
@once
def propose(request: HttpRequest, uuid: str) -> HttpResponse:
    panel = panel_in(request, uuid)
    seed = request.POST.get("seed", "").strip()[:64] or secrets.token_hex(6)
    try:
        made = propose_assignment(panel, seed=seed, actor=actor_in(request), at=timezone.now())
        return redirect("reviews:proposal", made.uuid)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:panel", panel.uuid)


@audience(*MINISTRY_ROLES)
@require_GET
def proposal(request: HttpRequest, uuid: str) -> HttpResponse:
    return _shown(request, _proposal(request, uuid))


@audience(*MINISTRY_ROLES)
@require_POST
@once
def add(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _proposal(request, uuid)
    form = SeatForm(request.POST)
    dossier = get_object_or_404(Dossier, uuid=request.POST.get("dossier") or None, panels=found.panel)
    if form.is_valid():
        try:
            add_pair(found, dossier=dossier, actor=actor_in(request), **form.cleaned_data)
            messages.success(request, _("已增加。"))
            return redirect("reviews:proposal", found.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return _shown(request, found, form=form, at=dossier.pk)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def change(request: HttpRequest, uuid: str, pair: int) -> HttpResponse:
    """Take the pair out, or give the dossier to another expert."""
    found = _proposal(request, uuid)
    held = get_object_or_404(ProposedPair.objects.select_related("proposal", "dossier"), proposal=found, pk=pair)
    try:
        if request.POST.get("act") == "remove":
            remove_pair(held, actor=actor_in(request))
            messages.success(request, _("已移除。"))
        else:
            form = SeatForm(request.POST)
            if not form.is_valid():
                return _shown(request, found, form=form, at=held.dossier_id)
            swap_pair(held, actor=actor_in(request), **form.cleaned_data)
            messages.success(request, _("已改派。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:proposal", found.uuid)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def confirm(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _proposal(request, uuid)
    try:
        made = confirm_assignment(found, actor=actor_in(request), at=timezone.now())
        messages.success(request, _("已分派 %(number)s 份评议，并通知专家。") % {"number": len(made)})
        return redirect("reviews:board", found.panel.uuid)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:proposal", found.uuid)


def _proposal(request: HttpRequest, uuid: str) -> AssignmentProposal:
    found = get_object_or_404(AssignmentProposal.objects.select_related("panel", "made_by"), uuid=uuid)
    panel_in(request, str(found.panel.uuid))
    return found


def _shown(request: HttpRequest, found: AssignmentProposal, **more: Any) -> HttpResponse:
    """Dossiers a page at a time, each with its experts and why; four queries."""
    rows = found.panel.dossiers.select_related("lead_organisation").order_by("number")
    text = request.GET.get("q", "").strip()[:60]
    if text:
        rows = rows.filter(number__icontains=text)
    short = {entry["dossier"]: entry for entry in found.unfilled}
    if request.GET.get("short") == "1":
        rows = rows.filter(pk__in=short)
    page = page_of(request, rows)
    pairs: dict[int, list[ProposedPair]] = {}
    wanted = found.pairs.filter(dossier__in=list(page)).select_related("expert__user", "expert__organisation")
    for pair in wanted:
        pairs.setdefault(pair.dossier_id, []).append(pair)
    context = {
        "proposal": found,
        "panel": found.panel,
        "text": text,
        "page": page,
        "rows": [(each, pairs.get(each.pk, []), _why(short.get(each.pk))) for each in page],
        "short": len(short),
        "form": SeatForm(),
        "may_change": found.state == "proposed",
    }
    return render(request, "reviews/proposal.html", context | more)


def _why(entry: dict[str, Any] | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    kinds: dict[str, Any] = {str(value): label for value, label in ConflictKind.choices}
    named = kinds | REASONS
    return {"missing": entry["missing"], "why": [(named.get(key, key), number) for key, number in entry["why"].items()]}
