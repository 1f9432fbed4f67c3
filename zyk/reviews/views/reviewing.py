"""评议: an expert's own reviews. Nothing here names a unit, a library or its number; only an open panel knows them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.reviews.actions import recuse_review, save_review_draft, submit_review
from zyk.reviews.actions.blind_files import masked, secret_names
from zyk.reviews.actions.review import open_review
from zyk.reviews.enums import BlindFileState, InvitationState, ReviewState, Right
from zyk.reviews.forms.review import ScoreSheetForm
from zyk.reviews.models import BlindFile, DefenceSlot, DossierFile, PanelMember, Review
from zyk.reviews.queries import neighbours_of, reviews_of_expert
from zyk.reviews.rules.reviewing import can_change, can_recuse
from zyk.reviews.rules.scoring import total_of
from zyk.reviews.rules.showing import sections_for

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}


@audience(Role.EXPERT)
@require_GET
def my_reviews(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    reviews = list(reviews_of_expert(actor))
    asked = PanelMember.objects.filter(expert__user=actor.user, state=InvitationState.INVITED)
    slots = DefenceSlot.objects.filter(
        session__panel__in={review.panel_id for review in reviews if not review.closed_at},
        session__starts_at__gte=timezone.now() - timedelta(days=1),
    )
    numbers = {(review.panel_id, review.dossier_id): review.alias_number for review in reviews}
    context = {
        "invitations": asked.select_related("panel"),
        "slots": [
            (slot, numbers.get((slot.session.panel_id, slot.dossier_id)))
            for slot in slots.select_related("session").order_by("starts_at")
        ],
        "waiting": [review for review in reviews if can_change(review)],
        "done": [(review, _total(review)) for review in reviews if review.state == ReviewState.SUBMITTED],
        "recused": [review for review in reviews if review.state == ReviewState.RECUSED],
        "lapsed": [
            review
            for review in reviews
            if review.closed_at and review.state in (ReviewState.ASSIGNED, ReviewState.IN_PROGRESS)
        ],
    }
    return render(request, "reviews/my_reviews.html", context)


@audience(Role.EXPERT)
@require_http_methods(["GET", "POST"])
@never_cache
@once
def review(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _review(request, uuid)
    form = ScoreSheetForm(request.POST or None, review=found)
    if request.method == "POST" and form.is_valid() and not form.score_errors:
        if request.POST.get("confirmed") != "1":
            form.add_error(None, _("请先核对评分，勾选“已核对”再提交。"))
        else:
            try:
                submit_review(found, **_given(request, form))
                messages.success(request, _("评议已提交。"))
                return redirect("reviews:my_reviews")
            except ValidationError as refusal:
                form.refuse(refusal)
    return _shown(request, found, form)


@audience(Role.EXPERT)
@require_POST
def save(request: HttpRequest, uuid: str) -> HttpResponse:
    """Keep the draft, as often as asked; the page's own saving gets only the line that says so."""
    found = _review(request, uuid)
    form = ScoreSheetForm(request.POST, review=found)
    problem = ""
    if form.is_valid() and not form.score_errors:
        try:
            save_review_draft(found, **_given(request, form))
        except ValidationError as refusal:
            form.refuse(refusal)
            problem = " ".join(refusal.messages)
    else:
        problem = _("有一处不是数字，没有保存。")
    if request.headers.get("HX-Request"):
        return render(request, "reviews/saved.html", {"problem": problem, "at": timezone.localtime()})
    if problem:
        return _shown(request, found, form)
    messages.success(request, _("草稿已保存。"))
    return redirect("reviews:review", found.uuid)


@audience(Role.EXPERT)
@require_http_methods(["GET", "POST"])
@once
def recuse(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _review(request, uuid)
    reason, problem = request.POST.get("reason", "")[:300], ""
    if request.method == "POST":
        try:
            recuse_review(found, reason=reason, actor=actor_in(request))
            messages.success(request, _("已回避，此件由他人评议。"))
            return redirect("reviews:my_reviews")
        except ValidationError as refusal:
            problem = " ".join(refusal.messages)
    context = {"review": found, "reason": reason, "problem": problem, "may_recuse": can_recuse(found)}
    return render(request, "reviews/recuse.html", context)


@audience(Role.EXPERT)
@require_GET
@never_cache
def file(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    """The blind copy of an attachment, under a name that tells nothing."""
    found = _review(request, uuid)
    if found.state == ReviewState.RECUSED:
        raise Http404
    blind = get_object_or_404(BlindFile, source__dossier=found.dossier, state=BlindFileState.READY, pk=number)
    name = _("匿名件 %(number)s 附件 %(file)s") % {"number": found.alias_number, "file": number}
    with default_storage.open(blind.storage_name) as content:
        answer = HttpResponse(content.read(), content_type=TYPES.get(blind.extension, "application/octet-stream"))
    answer["Content-Disposition"] = (
        content_disposition_header(blind.extension != "pdf", f"{name}.{blind.extension}") or ""
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _given(request: HttpRequest, form: ScoreSheetForm) -> dict[str, Any]:
    words = {name: form.cleaned_data[name] for name in ("recommendation", "opinion", "confidential")}
    return words | {
        "scores": form.scores,
        "justifications": form.justifications,
        "actor": actor_in(request),
        "at": timezone.now(),
    }


def _shown(request: HttpRequest, found: Review, form: ScoreSheetForm) -> HttpResponse:
    before, after, place, number = neighbours_of(found)
    if found.opened_at is None:
        open_review(found, at=timezone.now())
    is_blind = found.panel.is_blind
    secrets = secret_names(found.dossier) if is_blind else []
    is_out = found.state == ReviewState.RECUSED
    files = [] if is_out else list(DossierFile.objects.filter(dossier=found.dossier).select_related("blind", "file"))
    context = {
        "review": found,
        "form": form,
        "sections": [] if is_out else sections_for(found.dossier, is_blind=is_blind),
        "files": [(masked(each.title, secrets), each) for each in files],
        "is_open": not is_blind,
        "may_discuss": found.state == ReviewState.SUBMITTED and found.panel.grants(Right.SEE_OTHERS),
        "may_change": can_change(found),
        "may_recuse": can_recuse(found),
        "total": _total(found),
        "before": before,
        "after": after,
        "place": place,
        "number": number,
    }
    return render(request, "reviews/review.html", context)


def _total(review: Review) -> Decimal | None:
    scores = {score.criterion_code: score.points for score in review.scores.all()}
    is_whole = all(criterion["code"] in scores for criterion in review.criteria)
    return total_of(review.criteria, scores) if review.criteria and is_whole else None


def _review(request: HttpRequest, uuid: str) -> Review:
    rows = reviews_of_expert(actor_in(request)).select_related("dossier__lead_organisation")
    return get_object_or_404(rows.prefetch_related("dossier__organisations"), uuid=uuid)
