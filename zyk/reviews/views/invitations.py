"""An expert's invitation: what is asked of him, yes or no."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zyk.accounts.actor import actor_in, user_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.reviews.actions.panel import answer_invitation
from zyk.reviews.enums import DeclineKind, InvitationState
from zyk.reviews.models import PanelMember


@audience(Role.EXPERT)
@require_http_methods(["GET", "POST"])
@once
def invitation(request: HttpRequest, uuid: str) -> HttpResponse:
    """Of the dossiers it tells how many there are and which fields they are of, and no more."""
    rows = PanelMember.objects.filter(expert__user=user_in(request)).exclude(state=InvitationState.CHOSEN)
    found = get_object_or_404(rows.select_related("panel", "expert"), uuid=uuid)
    given = {name: request.POST.get(name, "")[:300] for name in ("kind", "reason")}
    problem: dict[str, str] = {}
    if request.method == "POST":
        accepts = request.POST.get("answer") == "accept"
        try:
            answer_invitation(found, accepts=accepts, actor=actor_in(request), at=timezone.now(), **given)
            messages.success(request, _("谢谢，您已接受邀请。") if accepts else _("已谢绝邀请。"))
            return redirect("reviews:my_reviews")
        except ValidationError as refusal:
            has_fields = hasattr(refusal, "error_dict")
            problem = (
                {name: " ".join(texts) for name, texts in refusal.message_dict.items()}
                if has_fields
                else {"all": " ".join(refusal.messages)}
            )
    fields = sorted({code[:4] for code in found.panel.dossiers.values_list("specialty_code", flat=True)})
    context = {
        "member": found,
        "panel": found.panel,
        "number": found.panel.dossiers.count(),
        "fields": fields,
        "kinds": DeclineKind.choices,
        "given": given,
        "problem": problem,
        "may_answer": found.state == InvitationState.INVITED,
    }
    return render(request, "reviews/invitation.html", context)
