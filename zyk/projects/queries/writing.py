"""Writing together: whom one may invite, who is at a section now, and what a section said before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Membership, User
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application, Collaborator, SectionPresence, SectionVersion
from zyk.projects.queries.frozen import readable_of
from zyk.projects.queries.revision import Difference, differences_of
from zyk.projects.rules.frozen import readable_sections
from zyk.projects.rules.section import FormFacts
from zyk.projects.rules.writing import EDIT
from zyk.rulebook.edition import Section
from zyk.rulebook.enums import FieldType

WORKING = (*HOST_ROLES, Role.UNIT_ADMINISTRATOR, Role.TEACHER, Role.EMPLOYEE)
BOTH = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.TABLE}
PRESENT_FOR = timedelta(seconds=40)  # a page says it is there every fifteen


@dataclass(frozen=True)
class VersionTold:
    version: SectionVersion
    is_current: bool
    changes: list[Difference]


def unit_ids(application: Application) -> list[int]:
    """The lead host and every unit named that has not declined."""
    named = application.members.filter(declined_at__isnull=True).values_list("organisation_id", flat=True)
    return [application.lead_host_id, *named]


def people_of_units(application: Application) -> QuerySet[User]:
    """Active people who work today at a unit of the application."""
    held = Membership.objects.valid_on(timezone.localdate()).filter(
        organisation_id__in=unit_ids(application), role__in=WORKING
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "id")


def people_to_invite(application: Application, text: str) -> QuerySet[User]:
    """Found by name or account; those who write already are left out."""
    taken = application.collaborators.exclude(rights={}).values("user")
    return (
        people_of_units(application).filter(Q(name__icontains=text) | Q(username__icontains=text)).exclude(pk__in=taken)
    )


def collaborator_of(application: Application, actor: Actor) -> Collaborator | None:
    """The actor's place among the collaborators; gone with the last capacity at a unit of the application."""
    if actor.user is None:
        return None
    found = application.collaborators.filter(user=actor.user).exclude(rights={}).first()
    return found if found and people_of_units(application).filter(pk=actor.user.pk).exists() else None


def shared_with(actor: Actor) -> QuerySet[Application]:
    """Applications in which the actor was invited to write, the newest first."""
    if actor.user is None:
        return Application.objects.none()
    rows = Collaborator.objects.filter(user=actor.user).exclude(rights={}).values("application")
    return Application.objects.filter(pk__in=rows).select_related("library", "cycle", "lead_host").order_by("-id")


def others_at(application: Application, code: str, user: User | None, at: datetime) -> list[SectionPresence]:
    """Who else has the section open now."""
    rows = SectionPresence.objects.filter(application=application, code=code, seen_at__gt=at - PRESENT_FOR)
    return list(rows.exclude(user=user).select_related("user").order_by("user__name", "id"))


def history_of_section(application: Application, code: str, language: str, most: int = 50) -> list[VersionTold]:
    """The versions kept of a section, the newest first, each with what it changed. Three queries."""
    rows = SectionVersion.objects.filter(draft__application=application, draft__code=code)
    versions = list(rows.select_related("edited_by").order_by("-version")[: most + 1])
    read = _reader(application, code)
    told = [read(version.content) for version in versions]
    told.append(read({}))
    return [
        VersionTold(version, place == 0, differences_of(told[place + 1], told[place], language))
        for place, version in enumerate(versions[:most])
    ]


def _reader(application: Application, code: str) -> Any:
    """Turns raw content of a section into its readable copy, by the form of the year."""
    edition = application.cycle.rulebook.edition
    form = edition.form_of(application.kind)

    def read(content: dict[str, Any]) -> list[dict[str, Any]]:
        facts = FormFacts(edition, form, {code: content})
        return [each for each in readable_sections(facts, units=(), figures={}) if each["code"] == code]

    return read


@dataclass(frozen=True)
class Clash:
    """A field that two people wrote differently: what would change from the other's text to one's own."""

    code: str
    title: dict[str, str]
    difference: Difference
    may_keep_both: bool


def clashes(
    application: Application, chosen: Section, theirs: dict[str, Any], mine: dict[str, Any], language: str
) -> list[Clash]:
    read = _reader(application, chosen.code)
    found = []
    for each in chosen.fields:
        if each.code not in mine or mine[each.code] == (theirs.get(each.code) or ""):
            continue
        sides = [read({each.code: content.get(each.code) or ""})[0] for content in (theirs, mine)]
        for difference in differences_of([sides[0]], [sides[1]], language):
            may = each.type in BOTH
            found.append(Clash(each.code, difference.title, difference, may))
    return found


def readable_section(application: Application, code: str) -> dict[str, Any]:
    """A section as it stands, to be read by one who may not write it."""
    return next(each for each in readable_of(application) if each["code"] == code)


def sections_to_write(actor: Actor) -> list[tuple[Application, int]]:
    """Applications still being written in which the actor was invited to edit, with how many sections. One query."""
    if actor.user is None:
        return []
    rows = Collaborator.objects.filter(
        user=actor.user, application__state__in=[ApplicationState.DRAFT, ApplicationState.RETURNED]
    ).select_related("application__library")
    found = [(row.application, sum(right == EDIT for right in row.rights.values())) for row in rows.order_by("-id")]
    return [(application, sections) for application, sections in found if sections][:5]
