"""工作清单 and its calendar feed."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event

from zyk.accounts.actor import Actor, actor_in, user_in
from zyk.accounts.models import CalendarKey, User
from zyk.accounts.queries import capacities_of
from zyk.common.audience import ANYONE, SIGNED_IN, audience
from zyk.common.spreadsheets import xlsx_response
from zyk.site.due import Due, due_of

SOON = timedelta(days=14)


@audience(SIGNED_IN)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Everything with a date that waits for the actor: overdue, soon, later."""
    today, text = timezone.localdate(), request.GET.get("q", "").strip()[:60]
    found = _matching(due_of(actor_in(request), today), text)
    key = CalendarKey.objects.filter(user=user_in(request)).first()
    groups = [
        (_("已过期"), [due for due in found if due.on < today]),
        (_("两周内"), [due for due in found if today <= due.on <= today + SOON]),
        (_("以后"), [due for due in found if due.on > today + SOON]),
    ]
    context = {
        "text": text,
        "total": len(found),
        "groups": [(title, [(due, due.days_left(today)) for due in dues]) for title, dues in groups if dues],
        "calendar_url": settings.ZYK_BASE_URL + reverse("site:calendar", args=[key.key]) if key else "",
    }
    return render(request, "site/work.html", context)


@audience(SIGNED_IN)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    found = _matching(due_of(actor_in(request), timezone.localdate()), request.GET.get("q", "").strip()[:60])
    header = [_("日期"), _("类别"), _("事项"), _("网址")]
    rows = ([due.on, str(due.kind), due.title, settings.ZYK_BASE_URL + due.url] for due in found)
    return xlsx_response(_("工作清单") + ".xlsx", header, rows)


@audience(SIGNED_IN)
@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    """A new address for the feed; the old one is dead from now on."""
    CalendarKey.objects.update_or_create(user=user_in(request), defaults={"key": uuid4()})
    messages.success(request, _("日历订阅地址已生成，旧地址不再可用。"))
    return redirect("site:work")


@audience(ANYONE)
@require_safe
def calendar(request: HttpRequest, key: UUID) -> HttpResponse:
    """The work of all capacities of one person as a calendar (RFC 5545). Who has the address may read it,
    so it names business only, never people."""
    user = get_object_or_404(CalendarKey.objects.select_related("user"), key=key, user__is_active=True).user
    with override(user.language):
        feed = _calendar_of(user, timezone.localdate())
    answer = HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    return answer


def _calendar_of(user: User, today: date) -> Calendar:
    actors = [Actor(user, membership) for membership in capacities_of(user)] or [Actor(user)]
    feed = Calendar()
    feed.add("prodid", "-//ZYK//work//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("ZYK 资源库 · 工作清单"))
    for due in {due.code: due for actor in actors for due in due_of(actor, today)}.values():
        feed.add_component(_event(due))
    return feed


def _event(due: Due) -> Event:
    event = Event()
    event.add("uid", f"{due.code}@{settings.ZYK_BASE_URL.partition('://')[2]}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", due.on)
    event.add("summary", _("%(kind)s：%(title)s") % {"kind": due.kind, "title": due.title})
    event.add("url", settings.ZYK_BASE_URL + due.url)
    return event


def _matching(found: list[Due], text: str) -> list[Due]:
    words = text.lower().split()
    return [due for due in found if all(word in f"{due.kind} {due.title}".lower() for word in words)]
