from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.actions import delegate, end_delegation
from zyk.accounts.actor import actor_in
from zyk.accounts.forms.delegation import DelegationForm
from zyk.accounts.models import Delegation
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.common.paging import page_of


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def delegations(request: HttpRequest) -> HttpResponse:
    """Who stands in for me, for whom I do, and a form to ask a colleague."""
    actor, today = actor_in(request), timezone.localdate()
    form = DelegationForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            delegate(**form.cleaned_data, actor=actor, today=today)
            messages.success(request, _("已设立代理，并通知了代理人。"))
            return redirect("accounts:delegations")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    rows = Delegation.objects.visible_to(actor).select_related(
        "membership__user", "membership__organisation", "receiver"
    )
    context = {"form": form, "page": page_of(request, rows), "today": today}
    return render(request, "accounts/delegations.html", context)


@audience(SIGNED_IN)
@require_POST
@once
def end(request: HttpRequest, uuid: str) -> HttpResponse:
    rows = Delegation.objects.visible_to(actor_in(request)).select_related("membership__user", "receiver")
    try:
        end_delegation(get_object_or_404(rows, uuid=uuid), actor=actor_in(request), at=timezone.now())
        messages.success(request, _("代理已结束。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("accounts:delegations")
