"""Everything beside libraries that a search may find: each group starts from what the actor may see,
shows its first few rows, and leads to its own list for the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.queries import search_members, search_organisations
from zyk.alliance.queries import search_alliances
from zyk.common.pinyin import contains_words
from zyk.exchange.queries import on_market
from zyk.learning.models import CourseRun
from zyk.projects.models import Acceptance, Application, Project
from zyk.projects.queries.acceptance import matching_acceptances
from zyk.projects.queries.application import matching
from zyk.projects.queries.project import matching_projects
from zyk.reviews.models import PublicNotice
from zyk.reviews.queries import search_experts

SHOWN = 5


@dataclass(frozen=True)
class Hit:
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Found:
    """One group: `more_url` when there are more than are shown."""

    title: str | Promise
    hits: list[Hit]
    more_url: str


def found_elsewhere(text: str, actor: Actor) -> list[Found]:
    """Groups with at least one hit, in the order of the process; a fixed number of queries."""
    if not text.strip():
        return []
    return [found for found in _groups(text, actor) if found.hits]


def _groups(text: str, actor: Actor) -> Iterator[Found]:
    if actor.is_signed_in:
        yield _group(
            _("申请书"),
            Application.objects.visible_to(actor).filter(matching(text=text)).select_related("library", "lead_host"),
            lambda row: Hit(str(row.library), f"{row.number} · {row.lead_host}", _one("projects:application", row)),
            reverse("projects:applications"),
            text,
        )
        yield _group(
            _("建设项目"),
            Project.objects.visible_to(actor).filter(matching_projects(text=text)).select_related("library"),
            lambda row: Hit(str(row.library), row.code, _one("projects:project", row)),
            reverse("projects:projects"),
            text,
        )
        yield _group(
            _("验收"),
            Acceptance.objects.filter(project__in=Project.objects.visible_to(actor).values("pk"))
            .filter(matching_acceptances(text=text))
            .select_related("project__library"),
            lambda row: Hit(str(row.project.library), row.project.code, _one("projects:acceptance", row)),
            reverse("projects:acceptances"),
            text,
        )
    yield from _public(text, actor)
    if actor.is_ministry:
        yield _group(
            _("专家"),
            search_experts(actor, text),
            lambda row: Hit(row.user.name, str(row.organisation), _one("reviews:expert", row)),
            reverse("reviews:experts"),
            text,
        )
    if actor.is_any(Role.UNIT_ADMINISTRATOR):
        yield _group(
            _("本单位人员"),
            search_members(actor, text),
            lambda row: Hit(row.user.name, row.get_role_display(), _one("accounts:person", row)),
            reverse("accounts:people"),
            text,
        )


def _public(text: str, actor: Actor) -> Iterator[Found]:
    yield _group(
        _("教学班"),
        CourseRun.objects.visible_to(actor).filter(contains_words(text, fields=("title", "course__title"))),
        lambda row: Hit(row.title, "", _one("learning:run", row)),
        reverse("learning:catalogue"),
        text,
    )
    yield _group(
        _("公示"),
        PublicNotice.objects.visible_to(actor).filter(contains_words(text, fields=("title",))),
        lambda row: Hit(row.title, row.get_state_display(), _one("reviews:notice", row)),
        reverse("reviews:notices"),
        text,
    )
    yield _group(
        _("联盟"),
        search_alliances(actor, text),
        lambda row: Hit(row.name, "", _one("alliance:alliance", row)),
        reverse("alliance:alliances"),
        text,
    )
    yield _group(
        _("资源交换"),
        on_market(text),
        lambda row: Hit(row.title, "", _one("exchange:listing", row)),
        reverse("exchange:listings"),
        text,
    )
    yield _group(
        _("单位"),
        search_organisations(text),
        lambda row: Hit(row.name, row.get_kind_display(), reverse("accounts:organisations") + _query(row.name)),
        reverse("accounts:organisations"),
        text,
    )


def _group(title: str | Promise, rows: QuerySet[Any], told: Callable[[Any], Hit], url: str, text: str) -> Found:
    first = list(rows[: SHOWN + 1])
    return Found(title, [told(row) for row in first[:SHOWN]], url + _query(text) if len(first) > SHOWN else "")


def _one(name: str, row: Any) -> str:
    return reverse(name, args=[row.uuid])


def _query(text: str) -> str:
    return "?" + urlencode({"q": text})
