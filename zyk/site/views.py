from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from zyk.accounts.actor import actor_in
from zyk.accounts.models import Notification, SavedFilter, User
from zyk.catalogue.queries import category_lines, search_specialties
from zyk.common.audience import ANYONE, SIGNED_IN, audience
from zyk.library import search as finding
from zyk.library.enums import EntryKind, LibraryState
from zyk.library.models import Library
from zyk.monitoring.queries import platform_figures
from zyk.reviews.enums import NoticeState
from zyk.reviews.models import PublicNotice
from zyk.site.finding import found_elsewhere
from zyk.site.shelf import shelf
from zyk.site.terms import TERMS
from zyk.site.todo import todos_of
from zyk.site.walk import WALK, Stage, Step

LATEST = 8
ON_SHELF = 6
NOTICES = 3
SPECIALTIES = 8


@audience(ANYONE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: search, four entrances, live figures, libraries, notices, the index of specialties."""
    actor = actor_in(request)
    lines = category_lines()
    context: dict[str, Any] = {
        "lines": lines,
        "total": sum(line.total for line in lines),
        "figures": platform_figures(),
        "libraries": shelf(Library.objects.visible_to(actor).filter(state=LibraryState.RUNNING), ON_SHELF),
        "notices": PublicNotice.objects.filter(state=NoticeState.OPEN).order_by("closes_on")[:NOTICES],
        "walk": _walk() if settings.ZYK_DEMO else (),
    }
    return render(request, "site/home.html", context)


@audience(ANYONE)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One question to everything: resources, courses and libraries, the specialties of the catalogue,
    and whatever else of the programme the actor may see."""
    text = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("kind", "")
    number = request.GET.get("page", "1")
    found = finding.search(
        text,
        actor=actor_in(request),
        kind=kind if kind in EntryKind.values else None,
        page=int(number) if number.isdigit() else 1,
    )
    specialties = search_specialties(text=text)[:SPECIALTIES] if text else []
    context = {
        "q": text,
        "kind": kind,
        "kinds": EntryKind.choices,
        "found": found,
        "specialties": specialties,
        "elsewhere": found_elsewhere(text, actor_in(request)),
    }
    return render(request, "site/search.html", context)


@audience(SIGNED_IN)
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Where a signed-in person starts: what waits for him, then the news."""
    actor = actor_in(request)
    context = {
        "todos": todos_of(actor),
        "notifications": Notification.objects.filter(recipient=actor.user)[:LATEST],
        "filters": SavedFilter.objects.visible_to(actor),
    }
    return render(request, "site/workbench.html", context)


@audience(ANYONE)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The official terms in plain words, how figures are computed, and how the pages can be used."""
    return render(request, "site/help.html", {"terms": TERMS})


def _walk() -> list[tuple[Stage, list[tuple[Step, str, str]]]]:
    """Stages with their steps (the step, its person, its address); empty without the demonstration."""
    names = dict(User.objects.filter(is_demonstration=True).values_list("username", "name"))
    if not names:
        return []
    stages = []
    for stage in WALK:
        steps = [(step, names.get(step.username, ""), _address(step.place)) for step in stage.steps]
        stages.append((stage, [each for each in steps if each[2]]))
    return stages


def _address(place: str) -> str:
    try:
        return reverse(place)
    except NoReverseMatch:
        return ""
