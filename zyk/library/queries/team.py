"""Who builds a library."""

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.library.enums import TeamRole
from zyk.library.models import Library, TeamMember


def team_role(library: Library, actor: Actor) -> str:
    """The actor's part in the library's team; "" for everybody else."""
    if actor.user is None:
        return ""
    found = TeamMember.objects.filter(library=library, user=actor.user).values_list("role", flat=True)
    return found.first() or ""


def publishers_of(library: Library) -> list[User]:
    """Those who may publish: whom a submission is told."""
    return list(
        User.objects.filter(
            is_active=True,
            library_teams__library=library,
            library_teams__role__in=(TeamRole.LEADER, TeamRole.REVIEWER),
        ).order_by("id")
    )
