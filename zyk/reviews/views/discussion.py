"""讨论 and 专家组意见 on one blind dossier, as far as the phase of the panel lets its experts see and speak."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.reviews.actions.meeting import post_in_discussion, sign_opinion, write_opinion
from zyk.reviews.enums import Recommendation, ReviewState, Right
from zyk.reviews.models import PanelOpinion, Review, ReviewPost
from zyk.reviews.queries import reviews_of_expert
from zyk.reviews.rules.scores import SUPPRESS_BELOW


@audience(Role.EXPERT)
@require_http_methods(["GET", "POST"])
@never_cache
@once
def discussion(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _review(request, uuid)
    text, problem = request.POST.get("text", "")[:4000], ""
    if request.method == "POST":
        try:
            post_in_discussion(found, text=text, actor=actor_in(request))
            messages.success(request, _("已发言。"))
            return redirect("reviews:discussion", found.uuid)
        except ValidationError as refusal:
            problem = " ".join(refusal.messages)
    return _shown(request, found, text=text, problem=problem)


@audience(Role.EXPERT)
@require_POST
@once
def opinion(request: HttpRequest, uuid: str) -> HttpResponse:
    """Draft the panel's opinion, or, as its chair, sign it."""
    found = _review(request, uuid)
    words = {"text": request.POST.get("opinion", "")[:6000], "conclusion": request.POST.get("conclusion", "")[:40]}
    try:
        written = write_opinion(found, actor=actor_in(request), **words)
        if request.POST.get("act") == "sign":
            sign_opinion(written, actor=actor_in(request), at=timezone.now())
            messages.success(request, _("专家组意见已签署。"))
        else:
            messages.success(request, _("专家组意见已保存。"))
        return redirect("reviews:discussion", found.uuid)
    except ValidationError as refusal:
        return _shown(request, found, opinion_problem=" ".join(refusal.messages), opinion_text=words["text"])


def _review(request: HttpRequest, uuid: str) -> Review:
    """Only who has submitted his own score, in a phase that lets him see others."""
    found = get_object_or_404(reviews_of_expert(actor_in(request)).select_related("expert"), uuid=uuid)
    if found.state != ReviewState.SUBMITTED or not found.panel.grants(Right.SEE_OTHERS):
        raise Http404
    return found


def _shown(request: HttpRequest, found: Review, **more: Any) -> HttpResponse:
    panel = found.panel
    others = list(
        Review.objects.filter(panel=panel, dossier=found.dossier_id, state=ReviewState.SUBMITTED)
        .select_related("expert__user")
        .order_by("id")
    )
    names = _names(others, panel.grants(Right.SEE_NAMES))
    totals = [each.total for each in others if each.total is not None]
    posts = ReviewPost.objects.filter(panel=panel, dossier=found.dossier_id).order_by("id")
    written = PanelOpinion.objects.filter(panel=panel, dossier=found.dossier_id).first()
    context = {
        "review": found,
        "panel": panel,
        "others": [(names[each.expert_id], each, each.pk == found.pk) for each in others],
        "mean": round(sum(totals) / len(totals), 2) if len(totals) >= SUPPRESS_BELOW else None,
        "posts": [(names.get(each.author_id, _("其他专家")), each) for each in posts],
        "may_post": panel.grants(Right.DISCUSS) and not found.closed_at,
        "may_write": panel.grants(Right.SIGN) and not found.closed_at and not (written and written.signed_at),
        "is_chair": panel.members.filter(expert=found.expert, is_chair=True).exists(),
        "opinion": written,
        "opinion_text": written.text if written else "",
        "chosen_conclusion": written.conclusion if written else "",
        "conclusions": Recommendation.choices,
    }
    return render(request, "reviews/discussion.html", context | more)


def _names(others: list[Review], with_names: bool) -> dict[int, str]:
    """专家 A, B, … in the order in which the work was given out, unless the phase shows names."""
    return {
        each.expert_id: each.expert.user.name
        if with_names
        else _("专家 %(letter)s") % {"letter": chr(ord("A") + place % 26)}
        for place, each in enumerate(others)
    }
