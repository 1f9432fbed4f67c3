"""推荐排序: a province orders what waits, draws up its letter, and recommends in one batch."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import organisation_in
from zyk.accounts.enums import Role
from zyk.accounts.models import Province
from zyk.common.audience import audience
from zyk.common.money import wan
from zyk.common.once import once
from zyk.common.spreadsheets import xlsx_response
from zyk.media.actions import store_file
from zyk.projects.actions.ranking import rank_applications, recommend_batch
from zyk.projects.forms.handling import LETTER_KINDS, BatchLetterForm
from zyk.projects.models import Application, Cycle
from zyk.projects.printing.letter import Letter, letter_docx, letter_pdf
from zyk.projects.queries.recommendation import ranked_waiting, standing_of
from zyk.projects.queries.window import deadline_of
from zyk.projects.rules.conflict import tied_applications
from zyk.projects.views.reach import ActorRequest

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@audience(Role.PROVINCE_OFFICER)
@require_GET
def ranking(request: ActorRequest, year: int) -> HttpResponse:
    cycle = _cycle(year)
    if request.GET.get("export") == "xlsx":
        header = [_("顺序"), _("编号"), _("资源库"), _("第一主持单位"), _("申请部本专项（万元）")]
        return xlsx_response(f"{year}.xlsx", header, _listed(ranked_waiting(cycle, _province(request))))
    return _shown(request, cycle)


@audience(Role.PROVINCE_OFFICER)
@require_POST
@once
def rank(request: ActorRequest, year: int) -> HttpResponse:
    """Keep the order as it stands on the page; with numbers typed in, by those."""
    cycle = _cycle(year)
    try:
        order = _order(request)
        rank_applications(cycle, order=order, actor=request.actor)
        messages.success(request, _("顺序已保存。"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("projects:ranking", year)


@audience(Role.PROVINCE_OFFICER)
@require_POST
@once
def recommend_many(request: ActorRequest, year: int) -> HttpResponse:
    """Recommend what is ticked, in the order kept, under one signed letter; all or none."""
    cycle = _cycle(year)
    chosen = set(request.POST.getlist("applications"))
    picked = [each for each in ranked_waiting(cycle, _province(request)) if str(each.uuid) in chosen]
    form = BatchLetterForm(request.POST, request.FILES)
    problem = ""
    if form.is_valid():
        upload = form.cleaned_data["letter"]
        opinions = {each.pk: request.POST.get(f"opinion-{each.uuid}", "").strip()[:2000] for each in picked}
        try:
            if not picked:
                raise ValidationError(_("请先勾选要推荐的申请。"))
            letter = store_file(upload, name=upload.name, actor=request.actor, kinds=LETTER_KINDS)
            number = recommend_batch(
                cycle,
                applications=picked,
                opinions=opinions,
                letter_number=form.cleaned_data["letter_number"],
                letter=letter,
                actor=request.actor,
                at=timezone.now(),
            )
            messages.success(request, _("已推荐 %(n)s 件，教育部已收到通知。") % {"n": number})
            return redirect("projects:recommendations")
        except ValidationError as refused:
            problem = " ".join(refused.messages)
    return _shown(request, cycle, form=form, problem=problem, chosen=chosen)


@audience(Role.PROVINCE_OFFICER)
@require_GET
def letter(request: ActorRequest, year: int, form: str) -> HttpResponse:
    """The letter of recommendation as the order stands now, to be signed, sealed and uploaded."""
    if form not in TYPES:
        raise Http404
    cycle, province = _cycle(year), _province(request)
    made = recommendation_letter(cycle, organisation_in(request).name, ranked_waiting(cycle, province))
    content = letter_pdf(made) if form == "pdf" else letter_docx(made)
    answer = HttpResponse(content, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{year}-推荐公函.{form}") or "attachment"
    return answer


def recommendation_letter(cycle: Cycle, unit: str, applications: list[Application]) -> Letter:
    today = timezone.localdate()
    asked = f"根据《{cycle.rulebook.title}》（{cycle.rulebook.notice_number}）要求，"
    rows = _listed(applications)
    return Letter(
        title=f"关于推荐 {cycle.year} 年度职业教育专业教学资源库申请项目的函",
        number="（文号待填）",
        addressee="教育部职业教育与成人教育司",
        paragraphs=[f"{asked}经审核，现推荐以下 {len(rows)} 件申请，按推荐顺序排列，请予审核。"],
        columns=["顺序", "编号", "资源库", "第一主持单位", "申请部本专项（万元）"],
        rows=rows,
        signed=unit,
        date=f"{today.year} 年 {today.month} 月 {today.day} 日",
    )


def _listed(applications: list[Application]) -> list[list[str]]:
    return [
        [
            str(place),
            each.number,
            each.library.name,
            each.lead_host.name,
            "" if each.budget_ministry_fen is None else wan(each.budget_ministry_fen),
        ]
        for place, each in enumerate(applications, start=1)
    ]


def _shown(
    request: ActorRequest,
    cycle: Cycle,
    *,
    form: BatchLetterForm | None = None,
    problem: str = "",
    chosen: set[str] | None = None,
) -> HttpResponse:
    province = _province(request)
    rows = ranked_waiting(cycle, province)
    tied = tied_applications(request.actor.user, rows)
    standing = standing_of(cycle, province)
    context = {
        "cycle": cycle,
        "rows": [
            {
                "application": each,
                "is_tied": each.pk in tied,
                "is_chosen": str(each.uuid) in chosen if chosen is not None else each.pk not in tied,
                "opinion": request.POST.get(f"opinion-{each.uuid}", ""),
            }
            for each in rows
        ],
        "standing": standing,
        "left": None if standing.quota is None else max(standing.quota - standing.used, 0),
        "deadline": deadline_of(cycle, "candidate", "paper", host=request.actor.organisation),
        "form": form or BatchLetterForm(),
        "problem": problem,
    }
    return render(request, "projects/recommendation/ranking.html", context)


def _order(request: ActorRequest) -> list[UUID]:
    """The order on the page; numbers typed in, where there are any, come first."""
    try:
        order = [UUID(text) for text in request.POST.getlist("order")]
    except ValueError:
        raise Http404 from None
    typed = {uuid: request.POST.get(f"position-{uuid}", "").strip() for uuid in order}
    if any(typed.values()):
        if not all(text.isdecimal() for text in typed.values()):
            raise ValidationError(_("顺序请都填整数。"))
        order.sort(key=lambda uuid: int(typed[uuid]))
    return order


def _province(request: ActorRequest) -> Province:
    province = organisation_in(request).province
    if province is None:
        raise Http404
    return province


def _cycle(year: int) -> Any:
    return get_object_or_404(Cycle.objects.select_related("rulebook").prefetch_related("windows"), year=year)
