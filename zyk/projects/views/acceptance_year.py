"""The acceptances of a year together: laid open, given to a panel, published."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.projects.actions.acceptance_panel import begin_panel, lay_open, publish_conclusions
from zyk.projects.enums import AcceptanceState
from zyk.projects.forms.acceptance import NoticeForm, PanelForm, PublishForm
from zyk.projects.models import Acceptance, Cycle
from zyk.projects.queries.acceptance import acceptances_for
from zyk.projects.views.acting import tried

STEPS: dict[str, tuple[str, Any]] = {
    "notice": (AcceptanceState.PROVINCE_CHECKED, NoticeForm),
    "panel": (AcceptanceState.NOTICE_DONE, PanelForm),
    "publish": (AcceptanceState.REVIEWED, PublishForm),
}


@audience(Role.MINISTRY_OFFICER)
@require_http_methods(["GET", "POST"])
def year(request: HttpRequest, year: int) -> HttpResponse:
    """What waits for each of the three acts, to be ticked and done together. Publishing measures the libraries first,
    so that it runs in no transaction; sent twice, the second finds other states."""
    cycle = get_object_or_404(Cycle.objects.select_related("rulebook"), year=year)
    rows = acceptances_for(actor_in(request)).filter(cycle=cycle).order_by("project__code", "attempt")
    step = request.POST.get("step", "")
    forms = {name: form() for name, (_state, form) in STEPS.items()}
    ticked = set(request.POST.getlist("acceptance"))
    if request.method == "POST":
        if step not in STEPS:
            raise Http404
        chosen = [row for row in rows if str(row.uuid) in ticked]
        form = STEPS[step][1](request.POST)
        forms[step] = form
        if form.is_valid() and tried(form, lambda: _act(step, cycle, chosen, form.cleaned_data, actor_in(request))):
            messages.success(request, DONE[step]())
            return redirect("projects:acceptance_year", year)
    context = {
        "cycle": cycle,
        "steps": [
            (name, TITLES[name](), BUTTONS[name](), [row for row in rows if row.state == state], forms[name])
            for name, (state, _form) in STEPS.items()
        ],
        "step": step,
        "ticked": ticked,
        "counts": [(state, sum(row.state == state for row in rows)) for state in AcceptanceState],
        "total": len(rows),
    }
    return render(request, "projects/acceptance/year.html", context)


def _act(step: str, cycle: Cycle, chosen: list[Acceptance], said: dict[str, Any], actor: Any) -> None:
    now = timezone.now()
    if step == "notice":
        lay_open(cycle, acceptances=chosen, title=said["title"], opens_on=said["opens_on"], actor=actor)
    elif step == "panel":
        begin_panel(cycle, acceptances=chosen, **said, actor=actor, at=now)
    else:
        publish_conclusions(chosen, document_number=said["document_number"], actor=actor, at=now)


TITLES = {
    "notice": lambda: _("待材料公示"),
    "panel": lambda: _("公示结束，待评议"),
    "publish": lambda: _("专家组已有结论，待公布"),
}
BUTTONS = {
    "notice": lambda: _("开始材料公示"),
    "panel": lambda: _("抽取专家，开始评议"),
    "publish": lambda: _("公布验收结论"),
}
DONE = {
    "notice": lambda: _("材料公示已开始。"),
    "panel": lambda: _("专家组已抽取，评议开始。"),
    "publish": lambda: _("验收结论已公布。"),
}
