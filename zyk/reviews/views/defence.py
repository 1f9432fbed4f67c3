"""答辩场次: who appears when, in an order drawn by lot."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.reviews.actions.meeting import schedule_defence
from zyk.reviews.forms.panel import DefenceForm
from zyk.reviews.views.panels import panel_in


@audience(*MINISTRY_ROLES)
@require_http_methods(["GET", "POST"])
@once
def schedule(request: HttpRequest, uuid: str) -> HttpResponse:
    panel = panel_in(request, uuid)
    form = DefenceForm(request.POST or None)
    codes = [code for code in request.POST.getlist("dossiers") if code.isdigit()]
    picked = list(panel.dossiers.filter(pk__in=codes))
    if request.method == "POST" and form.is_valid():
        try:
            words: dict[str, Any] = form.cleaned_data
            schedule_defence(panel, dossiers=picked, actor=actor_in(request), **words)
            messages.success(request, _("答辩已安排，并通知专家。"))
            return redirect("reviews:panel_defence", panel.uuid)
        except ValidationError as refusal:
            for name, texts in getattr(refusal, "message_dict", {None: refusal.messages}).items():
                form.add_error(name if name in form.fields else None, texts)
    sessions = panel.sessions.prefetch_related("slots__dossier__lead_organisation")
    free = panel.dossiers.exclude(defences__session__panel=panel).select_related("lead_organisation").order_by("number")
    context = {"panel": panel, "form": form, "sessions": sessions, "free": free, "picked": {each.pk for each in picked}}
    return render(request, "reviews/defence.html", context)
