"""评议看板: what the panel's scores say, in three ways of counting, and who scores how."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.spreadsheets import xlsx_response
from zyk.reviews.actions.review import reopen_review
from zyk.reviews.models import Expert, Review
from zyk.reviews.queries.board import Board, BoardRow, board_of, loads_of
from zyk.reviews.rules.scores import SHRINK_BELOW, TRIM_FROM
from zyk.reviews.views.panels import panel_in

SORTS = ("rank", "number", "raw", "normalised", "spread", "shift", "submitted")


@audience(*MINISTRY_ROLES)
@require_GET
def board(request: HttpRequest, uuid: str) -> HttpResponse:
    panel = panel_in(request, uuid)
    found = board_of(panel)
    sort, text, flag = request.GET.get("sort", "rank"), request.GET.get("q", "").strip()[:60], request.GET.get("flag")
    rows = _kept(found, text, flag)
    page = Paginator(_sorted(rows, sort), 50).get_page(request.GET.get("page"))
    tab = request.GET.get("tab", "")
    context: dict[str, Any] = {
        "panel": panel,
        "board": found,
        "page": page,
        "text": text,
        "flag": flag,
        "sort": sort,
        "tab": tab,
        "trim_from": (panel.measures or {}).get("trim_from") or TRIM_FROM,
        "shrink_below": (panel.measures or {}).get("shrink_below") or SHRINK_BELOW,
        "rank_gap_alert": (panel.measures or {}).get("rank_gap_alert"),
    }
    if tab == "experts":
        loads, severe = loads_of(panel), {each.expert: each for each in found.severities}
        people = Expert.objects.filter(pk__in=loads).select_related("user", "organisation").order_by("user__name")
        context["people"] = [(each, loads[each.pk], severe.get(each.pk)) for each in people]
    return render(request, "reviews/board.html", context)


@audience(*MINISTRY_ROLES)
@require_GET
def export(request: HttpRequest, uuid: str) -> HttpResponse:
    panel = panel_in(request, uuid)
    header = [
        _("名次"),
        _("编号"),
        _("名称"),
        _("第一主持单位"),
        _("已评"),
        _("应评"),
        _("原始均分"),
        _("去高低均分"),
        _("校正均分"),
        _("离散"),
        _("原始名次"),
        _("校正名次"),
        _("不建议支持"),
    ]
    rows = ([_shown(cell) for cell in _cells(row)] for row in board_of(panel).rows)
    return xlsx_response(f"{panel.title}.xlsx", header, rows)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def reopen(request: HttpRequest, uuid: str) -> HttpResponse:
    rows = Review.objects.visible_to(actor_in(request)).select_related("panel")
    found = get_object_or_404(rows, uuid=uuid)
    try:
        reopen_review(found, why=request.POST.get("why", ""), actor=actor_in(request), at=timezone.now())
        messages.success(request, _("已退回专家修改，原评分记录保留。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("reviews:board", found.panel.uuid)


def _kept(found: Board, text: str, flag: str | None) -> list[BoardRow]:
    rows = found.rows
    if text:
        rows = [row for row in rows if text in row.number or text in row.title or text in row.unit]
    if flag == "shift":
        rows = [row for row in rows if row.is_shifted]
    elif flag == "spread":
        rows = [row for row in rows if row.line and row.line.is_spread]
    elif flag == "open":
        rows = [row for row in rows if row.submitted < row.given]
    return rows


def _sorted(rows: list[BoardRow], sort: str) -> list[BoardRow]:
    name = sort.removeprefix("-")
    if name in ("number", "submitted"):
        rows = sorted(rows, key=lambda row: getattr(row, name))
    elif name in SORTS and name != "rank":
        with_line = [row for row in rows if row.line]
        with_line.sort(key=lambda row: -abs(getattr(row.line, name) or 0))
        rows = with_line + [row for row in rows if not row.line]
    return rows[::-1] if sort.startswith("-") else rows


def _cells(row: BoardRow) -> list[Any]:
    line = row.line
    figures = (
        [line.raw, line.trimmed, line.normalised, line.spread, line.raw_rank, line.normalised_rank]
        if line
        else [None] * 6
    )
    return [
        line.rank if line else None,
        row.number,
        row.title,
        row.unit,
        row.submitted,
        row.given,
        *figures,
        row.declines,
    ]


def _shown(cell: Any) -> Any:
    if cell is None:
        return ""
    return round(cell, 2) if isinstance(cell, float) else cell
