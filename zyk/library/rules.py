"""Who may do what in a library, and when. Pure: they are asked with what is known, and read like policy."""

from zyk.accounts.enums import OrganisationKind, Role
from zyk.library.enums import CourseKind, TeamRole
from zyk.library.models import Course, KnowledgePoint, Library

CREATING_ROLES = (Role.HOST_EDITOR, Role.PROJECT_LEAD)
HOSTING_KINDS = (OrganisationKind.SCHOOL, OrganisationKind.ENTERPRISE, OrganisationKind.ASSOCIATION)
DERIVING_ROLES = (Role.TEACHER, Role.HOST_EDITOR, Role.PROJECT_LEAD)


def can_create_library(role: str, organisation_kind: str) -> bool:
    """Who fills in forms or leads projects for a school, an enterprise or an association; units that may host."""
    return role in CREATING_ROLES and organisation_kind in HOSTING_KINDS


def can_build(team_role: str) -> bool:
    """Members who build everything: resources, points, courses."""
    return team_role in (TeamRole.LEADER, TeamRole.EDITOR, TeamRole.REVIEWER)


def can_edit_points(team_role: str) -> bool:
    """Who builds everything, and members taken in for the map of points alone."""
    return can_build(team_role) or team_role == TeamRole.POINTS


def can_edit_courses(team_role: str) -> bool:
    """Who builds everything, and members taken in for the courses alone."""
    return can_build(team_role) or team_role == TeamRole.COURSES


def can_publish(team_role: str) -> bool:
    """What everyone sees passes a second pair of eyes: the leader or a reviewer."""
    return team_role in (TeamRole.LEADER, TeamRole.REVIEWER)


def can_lead(team_role: str) -> bool:
    """The team, the library's own description and its opening are the leader's."""
    return team_role == TeamRole.LEADER


def can_edit_course(course: Course, *, team_role: str, user_id: int | None) -> bool:
    """A standard course is the team's; a personalised course belongs to the teacher who derived it."""
    if course.kind == CourseKind.PERSONALISED:
        return user_id is not None and course.owner_id == user_id
    return can_edit_courses(team_role)


def can_derive(role: str) -> bool:
    """教师 organise teaching from the library's courses (辅教); so do those who build for a host."""
    return role in DERIVING_ROLES


def can_be_opened(*, points: int, published_resources: int) -> bool:
    """One opens what there is something in: the knowledge structure stands before resources (一体化设计)."""
    return points > 0 and published_resources > 0


def can_be_parent(point: KnowledgePoint, parent: KnowledgePoint | None, library: Library) -> bool:
    """A point hangs under a point of the same library, never under itself or what is below it."""
    above = parent
    while above is not None:
        if above.pk == point.pk or above.library_id != library.pk:
            return False
        above = above.parent
    return True
