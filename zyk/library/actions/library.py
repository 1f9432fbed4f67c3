"""A library is founded for a specialty, opened, and moves through the programme."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation
from zyk.alliance.models import Alliance
from zyk.alliance.queries import joined_organisations
from zyk.catalogue.enums import CourseKind as ListedCourseKind
from zyk.catalogue.models import Specialty, SpecialtyProfile
from zyk.common import audit
from zyk.common.audit import ActsInTrail
from zyk.common.moves import move
from zyk.library import profile as profiles
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.enums import LIBRARY_MOVES, STANDING_MOVES, CourseType, LibraryState, Standing, TeamRole
from zyk.library.models import Course, KnowledgePoint, Library, TeamMember
from zyk.library.search import index

PROFILE_SOURCE = "专业简介"


@transaction.atomic
def create_library(
    *,
    specialty: Specialty,
    name: str,
    lead_host: Organisation,
    actor: Actor,
    description: str = "",
    english_name: str = "",
    from_profile: bool = True,
    foundation_courses: bool = False,
    parent: Library | None = None,
    alliance: Alliance | None = None,
    is_demonstration: bool = False,
) -> Library:
    """Found a library in preparation; whoever does becomes its leader.

    With `from_profile` the specialty's official profile gives its points (marked 专业简介) and a draft of every
    core course, with `foundation_courses` of the foundation courses too; all of it is there to be edited."""
    if (
        actor.user is None
        or actor.organisation is None
        or not rules.can_create_library(actor.role, actor.organisation.kind)
    ):
        raise ValidationError(_("请以院校、企业或行业协会的填报人、项目负责人身份创建资源库。"), code="not-allowed")
    if lead_host.pk != actor.organisation_id:
        raise ValidationError(_("第一主持单位应是你所在的单位。"), code="not-own-unit")
    if parent:
        must(rules.can_lead, parent, actor)
    library = Library(
        code=_next_code(specialty),
        specialty=specialty,
        name=name,
        english_name=english_name,
        lead_host=lead_host,
        description=description,
        parent=parent,
        alliance=alliance,
        is_demonstration=is_demonstration,
    )
    library.full_clean()
    library.save()
    TeamMember.objects.create(library=library, user=actor.user, role=TeamRole.LEADER)
    audit.record(actor=actor, verb="create", about=library, facts={"specialty": specialty.code})
    index(library)
    if from_profile:
        take_profile(library, foundation_courses=foundation_courses)
    return library


def take_profile(library: Library, *, foundation_courses: bool = False) -> None:
    """Points and course shells from the official profile; nothing when the specialty has none."""
    profile = SpecialtyProfile.objects.filter(specialty=library.specialty_id).first()
    if profile:
        points = KnowledgePoint.objects.bulk_create(
            KnowledgePoint(
                library=library,
                kind=kind,
                title=title,
                description=statement,
                source=PROFILE_SOURCE,
                is_required=True,
                position=position,
            )
            for position, (kind, title, statement) in enumerate(profiles.points_of(profile), start=1)
        )
        index(*points)
    kinds = {ListedCourseKind.CORE: CourseType.CORE}
    if foundation_courses:
        kinds[ListedCourseKind.BASIC] = CourseType.FOUNDATION
    listed = library.specialty.courses.filter(kind__in=kinds).order_by("-kind", "position")
    courses = Course.objects.bulk_create(
        Course(library=library, title=course.name, type=kinds[ListedCourseKind(course.kind)], position=position)
        for position, course in enumerate(listed, start=1)
    )
    index(*courses)


@transaction.atomic
def open_library(library: Library, *, actor: Actor, on: date | None = None) -> Library:
    """Let everyone in. Asks for points and at least one published resource."""
    locked = Library.objects.select_for_update().get(pk=library.pk)
    must(rules.can_lead, locked, actor)
    if not rules.can_be_opened(points=locked.points.count(), published_resources=locked.resources.published().count()):
        raise ValidationError(_("开通前至少要有知识点或技能点，并有一条已发布的资源。"), code="too-empty")
    move(locked, LibraryState.RUNNING, moves=LIBRARY_MOVES, actor=actor)
    locked.opened_on = locked.opened_on or on or timezone.localdate()
    locked.save(update_fields=["opened_on", "updated_at"])
    return locked


@transaction.atomic
def close_library(library: Library, *, actor: Actor, why: str) -> Library:
    """Stop running; pages stay readable."""
    locked = Library.objects.select_for_update().get(pk=library.pk)
    must(rules.can_lead, locked, actor)
    move(locked, LibraryState.CLOSED, moves=LIBRARY_MOVES, actor=actor, why=why)
    return locked


@transaction.atomic
def set_standing(library: Library, standing: Standing, *, actor: ActsInTrail, why: str = "") -> Library:
    """Where the library stands in the programme; said by whoever keeps the project, one step at a time."""
    locked = Library.objects.select_for_update().get(pk=library.pk)
    if locked.standing != standing:
        move(locked, standing, moves=STANDING_MOVES, actor=actor, why=why, field="standing")
    return locked


@transaction.atomic
def edit_library(
    library: Library, *, actor: Actor, changed: list[str], co_hosts: Iterable[Organisation] | None = None
) -> Library:
    """Keep a library whose fields a form has set already; `changed` are their names. Co-hosts (联合主持单位) are units
    of its alliance."""
    must(rules.can_lead, library, actor)
    library.full_clean()
    library.save()
    if co_hosts is not None:
        _set_co_hosts(library, list(co_hosts), actor)
    if changed:
        audit.record(actor=actor, verb="edit", about=library, facts={"fields": changed})
        index(library)
    return library


def _set_co_hosts(library: Library, units: list[Organisation], actor: Actor) -> None:
    """Those that are no longer in the alliance of the library are left out with it."""
    members = joined_organisations(library.alliance) if library.alliance else Organisation.objects.none()
    allowed = set(members.exclude(pk=library.lead_host_id).values_list("pk", flat=True))
    if any(unit.pk not in allowed for unit in units) and library.alliance:
        raise ValidationError({"co_hosts": _("联合主持单位应是联盟的成员单位。")})
    wanted = {unit.pk for unit in units} & allowed
    if wanted != set(library.co_hosts.values_list("pk", flat=True)):
        library.co_hosts.set(wanted)
        audit.record(actor=actor, verb="set-hosts", about=library, facts={"hosts": [unit.name for unit in units]})


def _next_code(specialty: Specialty) -> str:
    """ZYK-<specialty>-<number>, the number counted within the specialty."""
    prefix = f"ZYK-{specialty.code}-"
    last = Library.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:02}"
