"""The pages of a unit: outcomes to recognise, conversions to decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.creditbank.actions import decide_conversion, recognise_outcome, refuse_outcome
from zyk.creditbank.enums import ConversionState, OutcomeState
from zyk.creditbank.forms import RecogniseForm, hundredths
from zyk.creditbank.queries import conversions_to_decide, outcomes_to_decide

DECIDING = (Role.PROJECT_LEAD, Role.UNIT_ADMINISTRATOR)


@audience(*DECIDING)
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """Outcomes awarded by the unit; those still to be recognised first."""
    state = request.GET.get("state", OutcomeState.CLAIMED)
    rows = outcomes_to_decide(actor_in(request))
    if state in OutcomeState.values:
        rows = rows.filter(state=state)
    context = {"page": page_of(request, rows), "state": state, "states": OutcomeState.choices}
    return render(request, "creditbank/outcomes.html", context)


@audience(*DECIDING)
@require_POST
@once
def decide_outcome(request: HttpRequest, uuid: str) -> HttpResponse:
    """Recognise with its credit, or refuse with the reason."""
    actor = actor_in(request)
    outcome = get_object_or_404(outcomes_to_decide(actor), uuid=uuid)

    def decide() -> None:
        if "refuse" in request.POST:
            refuse_outcome(outcome, reason=request.POST.get("reason", ""), actor=actor)
            return
        form = RecogniseForm(request.POST)
        if not form.is_valid():
            raise ValidationError(_("请填写大于 0 的学分，最多两位小数。"))
        recognise_outcome(outcome, credit_hundredths=hundredths(form.cleaned_data["credit"]) or 0, actor=actor)

    return _done(request, decide, _("已处理，学习者会收到通知。"), "creditbank:outcomes")


@audience(*DECIDING)
@require_safe
def conversions(request: HttpRequest) -> HttpResponse:
    """Requests to convert by the school's rules."""
    state = request.GET.get("state", ConversionState.REQUESTED)
    rows = conversions_to_decide(actor_in(request))
    if state in ConversionState.values:
        rows = rows.filter(state=state)
    context = {"page": page_of(request, rows), "state": state, "states": ConversionState.choices}
    return render(request, "creditbank/conversions.html", context)


@audience(*DECIDING)
@require_POST
@once
def decide(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    conversion = get_object_or_404(conversions_to_decide(actor), uuid=uuid)

    def act() -> None:
        decide_conversion(
            conversion, is_granted="refuse" not in request.POST, reason=request.POST.get("reason", ""), actor=actor
        )

    return _done(request, act, _("已处理，学习者会收到通知。"), "creditbank:conversions")


def _done(request: HttpRequest, act: Callable[[], Any], words: str, place: str) -> HttpResponse:
    try:
        act()
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, words)
    return redirect(place)
