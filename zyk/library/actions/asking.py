"""Asking the team's rules before anything is changed."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.library import rules
from zyk.library.models import Course, Library
from zyk.library.queries.team import team_role


def must(rule: Callable[[str], bool], library: Library, actor: Actor) -> None:
    """Raise ValidationError unless the rule allows the actor's part in the library's team."""
    if not rule(team_role(library, actor)):
        raise ValidationError(_("你在本资源库团队中的分工不允许这样做。"), code="not-allowed")


def must_edit_course(course: Course, actor: Actor) -> None:
    role = team_role(course.library, actor)
    if not rules.can_edit_course(course, team_role=role, user_id=actor.user.pk if actor.user else None):
        raise ValidationError(_("这门课程不由你编辑。"), code="not-allowed")
