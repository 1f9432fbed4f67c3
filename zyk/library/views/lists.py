"""What several pages of this context share: the acting person, the library he builds, a page of found entries."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import actor_in
from zyk.catalogue.models import Specialty
from zyk.library import rules, search
from zyk.library.enums import ApplicationType, CourseKind, EntryKind, Level, MediaType, Rights
from zyk.library.models import Course, Library, Resource
from zyk.library.queries import team_role
from zyk.library.structured import as_json_ld

LABELS: dict[str, dict[str, Any]] = {
    "media_type": dict(MediaType.choices),
    "application_type": dict(ApplicationType.choices),
    "rights": dict(Rights.choices),
    "level": dict(Level.choices),
}
TITLES = {
    "specialty": _("专业"),
    "media_type": _("媒体类型"),
    "application_type": _("应用类型"),
    "point": _("知识点/技能点"),
    "level": _("层级"),
    "rights": _("许可"),
    "is_certified": _("资源认证"),
    "unit": _("贡献单位"),
    "year": _("年份"),
}
MATCHED = {"title": _("标题"), "sound": _("标题的读音"), "keywords": _("关键词、知识点或类型"), "text": _("正文或说明")}
MOST_FACET_VALUES = 8
OPEN = ("specialty", "media_type", "application_type", "is_certified")  # the others are folded until asked for


def built_library(request: HttpRequest, uuid: Any, *, may: Callable[[str], bool] | None = None) -> Library:
    """The library on whose team the person is, with a part in it that `may`; else it does not exist."""
    rows = Library.objects.built_by(actor_in(request)).select_related(
        "specialty__specialty_class__category", "lead_host"
    )
    one = get_object_or_404(rows, uuid=uuid)
    if may and not may(team_role(one, actor_in(request))):
        raise Http404
    return one


def built_resource(request: HttpRequest, uuid: Any) -> Resource:
    rows = Resource.objects.filter(library__in=Library.objects.built_by(actor_in(request)).values("pk"))
    one = get_object_or_404(
        rows.select_related("library", "contributor", "current_version__file", "current_version__subtitles"), uuid=uuid
    )
    if not rules.can_build(team_role(one.library, actor_in(request))):
        raise Http404
    return one


def own_or_built_course(request: HttpRequest, uuid: Any) -> Course:
    """A standard course of a library one builds, or one's own personalised course."""
    actor = actor_in(request)
    rows = Course.objects.visible_to(actor).select_related("library__specialty", "derived_from", "owner")
    course = get_object_or_404(rows, uuid=uuid)
    if course.owner_id == (actor.user.pk if actor.user else None):
        return course
    if course.kind != CourseKind.STANDARD or not rules.can_edit_courses(team_role(course.library, actor)):
        raise Http404
    return course


def said_of(error: ValidationError) -> str:
    """A refusal as one message."""
    return " ".join(error.messages)


def number_in(request: HttpRequest, name: str = "page") -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def chosen_in(request: HttpRequest) -> dict[str, Any]:
    """The chosen values of each facet, from the address."""
    return {name: tuple(v[:120] for v in request.GET.getlist(name) if v)[:20] for name in search.FACETS}


def outward(thing: Library | Course | Resource) -> dict[str, Any]:
    """What a public page tells machines of its subject."""
    path = reverse(f"library:{thing._meta.model_name}", args=[thing.uuid])
    return {"thing": thing, "json_ld": as_json_ld(thing), "outward_url": settings.ZYK_BASE_URL + path}


def found_page(
    request: HttpRequest, *, filters: search.Filters, kind: str | None, per_page: int = 20
) -> dict[str, Any]:
    """Everything a faceted list shows, from the address: q, sort, page and the facets themselves."""
    actor, text = actor_in(request), request.GET.get("q", "").strip()[:100]
    chosen = {name: list(values) for name, values in chosen_in(request).items()}
    filters = search.Filters(**{**filters.__dict__, **{n: tuple(v) for n, v in chosen.items()}})
    sort = request.GET.get("sort") or ("relevance" if text else "updated")
    found = search.search(
        text,
        actor=actor,
        kind=kind,
        filters=filters,
        sort=sort,
        page=number_in(request),
        per_page=per_page,
        with_facets=True,
    )
    shown = {name: _values(found.facets.get(name, []), chosen[name]) for name in search.FACETS}
    labels = _labels(shown, chosen)
    return {
        "text": text,
        "sort": sort,
        "found": found,
        "matched": MATCHED,
        "page": _as_page(found, per_page),
        "total": found.total,
        "facets": [_facet(name, values, chosen[name], labels[name]) for name, values in shown.items()],
        "chosen": [
            (name, labels[name].get(value, value), _without(request, name, value))
            for name, values in chosen.items()
            for value in values
        ],
    }


def _without(request: HttpRequest, name: str, value: str) -> str:
    """The address with one chosen value taken out."""
    query = request.GET.copy()
    query.pop("page", None)
    query.setlist(name, [each for each in query.getlist(name) if each != value])
    return f"?{query.urlencode()}"


def _as_page(found: search.Found, per_page: int) -> Page[Any]:
    page = Paginator(range(found.total), per_page).page(found.page)
    page.object_list = found.rows  # type: ignore[assignment]
    return page


def _values(counted: list[tuple[str, int]], chosen: list[str]) -> list[tuple[str, int]]:
    """The commonest values, and those chosen however rare."""
    values = counted[:MOST_FACET_VALUES]
    known = {value for value, _count in values}
    return values + [(value, count) for value, count in counted if value in chosen and value not in known]


def _labels(shown: dict[str, list[tuple[str, int]]], chosen: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
    """The words of each value; names of specialties and points are read for those shown alone."""
    labels: dict[str, dict[str, Any]] = {name: LABELS.get(name, {}) for name in shown}
    asked = {name: {value for value, _count in shown[name]} | set(chosen[name]) for name in ("specialty", "point")}
    if asked["specialty"]:
        named = Specialty.objects.filter(code__in=asked["specialty"]).values_list("code", "name")
        labels["specialty"] = {code: f"{name} {code}" for code, name in named}
    if asked["point"]:
        labels["point"] = search.titles_of_points(asked["point"])
    labels["is_certified"] = {"True": _("已认证")}
    return labels


def _facet(name: str, values: list[tuple[str, int]], chosen: list[str], labels: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "title": TITLES[name],
        "is_open": name in OPEN or bool(chosen),
        "values": [(value, labels.get(value, value), count, value in chosen) for value, count in values],
    }


def of_entries(rows: list[Any]) -> dict[Any, Model]:
    """The resources behind a page of found entries, by uuid; two queries."""
    uuids = [row.object_uuid for row in rows if row.kind == EntryKind.RESOURCE]
    found = Resource.objects.filter(uuid__in=uuids).select_related("current_version__file")
    return {resource.uuid: resource for resource in found}
