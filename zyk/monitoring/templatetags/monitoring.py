"""The pages of this context beside one another, and how their figures are written."""

from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor, actor_in
from zyk.accounts.enums import HOST_ROLES, MINISTRY_ROLES, Role
from zyk.accounts.models import Province
from zyk.common.provinces import province_words
from zyk.monitoring.queries.results import written

register = template.Library()


@register.filter
def province_name(province: Province) -> str:
    return province_words(province.code, province.short_name)


@register.filter
def figure(value: Decimal | None, is_share: bool) -> str:
    """A figure as everywhere in this context; a dash when it is not known."""
    return written(value, is_share)


@register.filter
def growth(ratio: Decimal | None) -> SafeString | str:
    """Growth with its sign, so that it reads without colour."""
    if ratio is None:
        return "—"
    words = f"{ratio * 100:+.1f}%" if ratio else "0%"
    tone = "z-ok" if ratio > 0 else "z-bad" if ratio < 0 else "z-quiet"
    return format_html('<span class="{}">{}</span>', tone, words)


@dataclass(frozen=True)
class Tab:
    url: str
    label: str
    is_current: bool


@register.simple_tag(takes_context=True)
def monitoring_tabs(context: template.Context) -> list[Tab]:
    """What the person may open here; the one he is on is marked."""
    request = context["request"]
    actor = actor_in(request)
    places = [(reverse("monitoring:overview"), _("资源库")), *_own_area(actor)]
    places += [(reverse("monitoring:alarms"), _("预警")), (reverse("monitoring:comparison"), _("比较"))]
    if actor.is_any(*MINISTRY_ROLES, Role.OPERATOR, Role.PROVINCE_OFFICER, *HOST_ROLES, Role.UNIT_ADMINISTRATOR):
        places.append((reverse("monitoring:reports"), _("监测报告")))
    places += [(reverse("monitoring:sessions"), _("异常会话")), (reverse("monitoring:sources"), _("上报来源"))]
    current = max((url for url, _label in places if _is_under(request.path, url)), key=len, default="")
    return [Tab(url, label, url == current) for url, label in places]


def _is_under(path: str, url: str) -> bool:
    """The overview is the root of all; only itself counts as under it."""
    return path == url if url == reverse("monitoring:overview") else path.startswith(url)


def _own_area(actor: Actor) -> list[tuple[str, str]]:
    """Where the person's own sums are."""
    if actor.is_ministry or actor.is_any(Role.OPERATOR):
        return [(reverse("monitoring:nation"), _("全国与各省"))]
    if actor.is_any(Role.PROVINCE_OFFICER) and actor.province_id:
        return [(reverse("monitoring:province", args=[actor.province_id]), _("本省"))]
    if actor.is_any(*HOST_ROLES, Role.UNIT_ADMINISTRATOR) and actor.organisation:
        return [(reverse("monitoring:unit", args=[actor.organisation.uuid]), _("本单位"))]
    return []
