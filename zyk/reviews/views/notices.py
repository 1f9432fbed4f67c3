"""材料公示: what everybody may read, and objecting to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import VISITOR, actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import ANYONE, audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.media.actions import store_file
from zyk.reviews.actions import close_notice, file_objection
from zyk.reviews.actions.notice import may_manage
from zyk.reviews.forms.objection import EVIDENCE_KINDS, ObjectionForm
from zyk.reviews.models import NoticeItem, PublicNotice
from zyk.reviews.rules.notice import (
    OPEN_OBJECTIONS,
    days_left,
    has_open_objection,
    is_over,
    may_be_objected_to,
    shows_material,
)
from zyk.reviews.rules.showing import public_sections


@audience(ANYONE)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = PublicNotice.objects.visible_to(actor_in(request)).annotate(number=Count("items"))
    page = page_of(request, rows.order_by("-opens_on", "-id"), per_page=20)
    shown = [(notice, days_left(notice, today)) for notice in page]
    return render(request, "reviews/notices.html", {"page": page, "rows": shown})


@audience(ANYONE)
@require_GET
def notice(request: HttpRequest, uuid: str) -> HttpResponse:
    actor, today = actor_in(request), timezone.localdate()
    found = _notice(request, uuid)
    text = request.GET.get("q", "").strip()[:60]
    rows = found.items.select_related("dossier__lead_organisation__province").order_by("dossier__number")
    for word in text.split():
        rows = rows.filter(
            Q(dossier__title__icontains=word)
            | Q(dossier__number__icontains=word)
            | Q(dossier__lead_organisation__name__icontains=word)
        )
    manages = may_manage(actor)
    context = {
        "notice": found,
        "text": text,
        "page": page_of(request, rows),
        "days_left": days_left(found, today),
        "may_object": may_be_objected_to(found, today),
        "shows_material": shows_material(found, today),
        "may_manage": manages,
        "is_over": is_over(found, today),
        "has_open_objection": manages and has_open_objection(found),
    }
    return render(request, "reviews/notice.html", context)


@audience(ANYONE)
@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    """One dossier, readable while its notice lasts: without contact data, with public files only."""
    found, today = _item(request, uuid), timezone.localdate()
    if not shows_material(found.notice, today) and not may_manage(actor_in(request)):
        return redirect("reviews:notice", found.notice.uuid)
    context = {
        "item": found,
        "dossier": found.dossier,
        "notice": found.notice,
        "sections": public_sections(found.dossier.content),
        "files": found.dossier.files.filter(is_public=True).select_related("file"),
        "units": found.dossier.organisations.order_by("name"),
        "may_object": may_be_objected_to(found.notice, today),
        "days_left": days_left(found.notice, today),
    }
    return render(request, "reviews/notice_item.html", context)


@audience(ANYONE)
@require_http_methods(["GET", "POST"])
@once
def file(request: HttpRequest, uuid: str) -> HttpResponse:
    found, today = _item(request, uuid), timezone.localdate()
    if not may_be_objected_to(found.notice, today):
        messages.error(request, _("这份材料不在公示期内，不能提出异议。"))
        return redirect("reviews:notice", found.notice.uuid)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _file(request, found, form)
            messages.success(request, _("异议已收到，我们会核查并办结；在此之前公示不会结束。"))
            return redirect("reviews:notice", found.notice.uuid)
        except ValidationError as refusal:
            form.add_error(None if hasattr(refusal, "error_dict") else "evidence", refusal)
    return render(request, "reviews/objection_form.html", {"form": form, "item": found, "dossier": found.dossier})


@audience(Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY)
@require_POST
@once
def close(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _notice(request, uuid)
    try:
        close_notice(found, actor=actor_in(request), today=timezone.localdate())
        messages.success(request, _("公示已结束，材料可以进入评议。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:notice", found.uuid)


def _file(request: HttpRequest, found: NoticeItem, form: ObjectionForm) -> None:
    words = form.cleaned_data
    # Nothing of an anonymous objection bears the name of whoever is signed in.
    actor = VISITOR if words["is_anonymous"] else actor_in(request)
    upload = words.pop("evidence", None)
    evidence = store_file(upload, name=upload.name, actor=actor, kinds=EVIDENCE_KINDS) if upload else None
    file_objection(item=found, evidence=evidence, actor=actor, today=timezone.localdate(), **words)


def _notice(request: HttpRequest, uuid: str) -> PublicNotice:
    rows = PublicNotice.objects.visible_to(actor_in(request))
    opened = Count("items__objections", filter=Q(items__objections__state__in=OPEN_OBJECTIONS))
    return get_object_or_404(rows.annotate(open_objections=opened), uuid=uuid)


def _item(request: HttpRequest, uuid: str) -> NoticeItem:
    found = get_object_or_404(
        NoticeItem.objects.select_related("notice", "dossier__lead_organisation__province"), uuid=uuid
    )
    if not PublicNotice.objects.visible_to(actor_in(request)).filter(pk=found.notice_id).exists():
        raise Http404
    return found
