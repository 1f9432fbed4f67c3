"""The tags and filters of every page (builtins: no `{% load %}`). How each looks is on the style page."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zyk.common import money, navigation
from zyk.common.gauges import Gauge, gauge_of
from zyk.common.models import AuditEntry
from zyk.common.moves import Tone
from zyk.common.once import FIELD
from zyk.common.paging import Sort
from zyk.common.provinces import tiles_of
from zyk.common.trail import told

register = template.Library()

ICON_OF_TONE = {
    Tone.IDLE: "minus",
    Tone.NOW: "progress",
    Tone.WAIT: "clock",
    Tone.OK: "check",
    Tone.WARN: "alert-triangle",
    Tone.BAD: "x",
    Tone.MARK: "rosette-discount-check",
}


# -- figures and words ---------------------------------------------------------
@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan, grouped, two decimals; a dash when there is no amount."""
    return "—" if fen is None or fen == "" else money.yuan(fen)


@register.filter
def wan(fen: int | None) -> str:
    """Fen as 万元 (ten thousand yuan), grouped, two decimals."""
    return "—" if fen is None or fen == "" else money.wan(fen)


@register.filter
def percent(ratio: float | Decimal | None, decimals: int = 1) -> str:
    """0.123 → 12.3%."""
    return "—" if ratio is None or ratio == "" else f"{Decimal(str(ratio)) * 100:.{decimals}f}%"


@register.filter
def grouped(number: float | Decimal | None) -> str:
    """1234 → 1,234; decimals are kept as they are."""
    return "—" if number is None or number == "" else f"{number:,}"


@register.filter
def grouped_if_number(cell: Any) -> Any:
    """A number as `grouped`, a word as it is; a dash for nothing."""
    return grouped(cell) if cell is None or isinstance(cell, int | float | Decimal) else cell


@register.filter
def said(words: Any) -> str:
    """The right one of a {zh, en} pair (a struct or a dict); plain text stays as it is."""
    if words is None:
        return ""
    languages = ("en", "zh") if (get_language() or "").startswith("en") else ("zh", "en")
    for language in languages:
        text = words.get(language) if isinstance(words, Mapping) else getattr(words, language, None)
        if text:
            return text
    return "" if isinstance(words, Mapping) or hasattr(words, "zh") else str(words)


@register.filter
def filesize_words(size_bytes: int | None) -> str:
    return "—" if size_bytes is None else filesizeformat(size_bytes).replace("\xa0", " ")


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """`mapping[key]`, None when it is not there."""
    return mapping.get(key) if mapping else None


# -- signs -----------------------------------------------------------------------
@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Tabler icon from the sprite; decoration unless it gets a label."""
    if label:
        return format_html(
            '<svg class="ti ti-{0}" role="img" aria-label="{2}"><use href="{1}#{0}"/></svg>', name, sprite(), label
        )
    return format_html('<svg class="ti ti-{0}" aria-hidden="true"><use href="{1}#{0}"/></svg>', name, sprite())


@cache
def sprite() -> str:
    """Its address, which does not change while the process runs; asked once instead of for every icon."""
    return static("vendor/icons.svg")


@register.simple_tag
def badge(tone: Any, label: Any = "", icon_name: str = "") -> SafeString:
    """One state: `{% badge "ok" "通过" "check" %}`, or `{% badge state %}` with a member of a state enum."""
    if hasattr(tone, "tone"):
        label, icon_name = label or tone.label, icon_name or getattr(tone, "icon", "")
        tone = tone.tone
    tone = Tone(tone)
    sign = icon(icon_name or ICON_OF_TONE[tone])
    return format_html('<span class="z-badge z-badge-{}">{}{}</span>', tone.value, sign, label)


@register.simple_tag
def badge_of(thing: Any) -> SafeString:
    """The badge of `thing.state`, read through the enum at `thing.State`."""
    return badge(thing.State(thing.state))


@register.inclusion_tag("common/tags/gauge.html")
def gauge(
    value: Any, threshold: Any = None, comparison: str = "min", label: str = "", unit: str = "", bare: bool = False
) -> dict[str, Any]:
    """A value on the rule, the threshold struck in brass; `bare` draws the rule alone, for a table cell."""
    drawn: Gauge = gauge_of(value, threshold, comparison, said(label), unit)
    return {"gauge": drawn, "bare": bare, "ticks": range(0, 101, 10)}


# -- lists -----------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The current query string with changes; None or "" removes a key, and any change goes back to page 1."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("common/tags/pager.html", takes_context=True)
def pager(context: template.Context, page: Page, label: str = "") -> dict[str, Any]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = [(n, query_with(context, page=n) if isinstance(n, int) else "") for n in numbers]
    return {
        "page": page,
        "label": label or _("分页"),
        "links": links,
        "previous": query_with(context, page=page.previous_page_number()) if page.has_previous() else "",
        "next": query_with(context, page=page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("common/tags/sort_head.html", takes_context=True)
def sort_head(context: template.Context, key: str, label: str, sort: Sort | str, end: bool = False) -> dict[str, Any]:
    """A table head that sorts: first click upwards, second downwards; `end` for columns of numbers."""
    chosen = sort.key if isinstance(sort, Sort) else sort
    direction = {key: "ascending", f"-{key}": "descending"}.get(chosen, "")
    url = query_with(context, sort=f"-{key}" if direction == "ascending" else key)
    return {"url": url, "label": label, "direction": direction, "end": end}


@register.inclusion_tag("common/tags/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, str]:
    """What an empty list says: what it is for, and the first act."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("common/tags/timeline.html")
def timeline(entries: Sequence[AuditEntry]) -> dict[str, Any]:
    """What happened, newest first: entries of `audit.history_of`. States are told by the model's `State` enum,
    other verbs by its `VERBS` (verb → words)."""
    return {"entries": [told(entry) for entry in entries]}


@register.inclusion_tag("common/tags/province_tiles.html", takes_context=True)
def province_tiles(
    context: template.Context, counts: Mapping[str, int], param: str = "", label: str = ""
) -> dict[str, Any]:
    """One square a province with its count; with `param` each links to `?param=code`."""
    tiles, legend = tiles_of(counts)
    chosen = context["request"].GET.get(param, "") if param else ""
    links = [
        (tile, query_with(context, **{param: None if tile.code == chosen else tile.code}) if param else "")
        for tile in tiles
    ]
    return {"tiles": links, "legend": legend, "chosen": chosen, "label": label or _("各省件数")}


@register.inclusion_tag("common/tags/matrix.html")
def matrix(table: Mapping[str, Any], label: str = "") -> dict[str, Any]:
    """Coverage: `{"columns": [...], "rows": [{"label": …, "cells": [{"done": 3, "total": 4}, None, …]}]}`."""
    rows = [(row["label"], [_coverage(cell) for cell in row["cells"]]) for row in table["rows"]]
    return {"columns": table["columns"], "rows": rows, "label": label or _("覆盖情况")}


def _coverage(cell: Mapping[str, int] | None) -> dict[str, Any] | None:
    if not cell or not cell["total"]:
        return None
    share = cell["done"] / cell["total"]
    return {"text": f"{cell['done']}/{cell['total']}", "is_gap": not cell["done"], "heat": min(4, int(share * 4))}


@register.simple_tag
def chart(chart_id: str, option: Mapping[str, Any], label: str = "", size: str = "") -> SafeString:
    """A chart: a plain ECharts option, dressed by charts.js. `size` is sm or tall; the label says what to see."""
    css = f"z-chart z-chart-{size}" if size else "z-chart"
    box = format_html('<div class="{}" data-chart="{}" role="img" aria-label="{}"></div>', css, chart_id, label)
    return format_html("{}{}", box, json_script(option, chart_id))


# -- forms -----------------------------------------------------------------------
@register.simple_tag
def once() -> SafeString:
    """The key by which a second click is recognised; see zyk.common.once."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field: label, control, help and errors joined to it."""
    return bound.as_hidden() if bound.is_hidden else bound.as_field_group()


@register.inclusion_tag("common/tags/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is to be changed, on top of the form, each with a link to its field."""
    lines: list[tuple[str, Any, Any]] = [("", "", text) for text in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            bound = form[name]
            lines += [(bound.id_for_label or bound.auto_id, bound.label, text) for text in bound.errors]
    return {"lines": lines, "count": len(lines)}


# -- shell -----------------------------------------------------------------------
@register.inclusion_tag("common/tags/top_navigation.html", takes_context=True)
def top_navigation(context: template.Context) -> dict[str, Any]:
    request = context.get("request")
    return {"links": navigation.public_links(request) if request else []}


@register.inclusion_tag("common/tags/side_navigation.html", takes_context=True)
def side_navigation(context: template.Context) -> dict[str, Any]:
    return {"groups": navigation.side_groups(context["request"])}
