"""Who builds the library is the leader's choice."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.enums import TeamRole
from zyk.library.models import Library, TeamMember


@transaction.atomic
def add_team_member(library: Library, user: User, *, role: TeamRole, actor: Actor, duty: str = "") -> TeamMember:
    """Take a person into the team, or give a member another part; the last leader stays one."""
    locked = Library.objects.select_for_update().get(pk=library.pk)
    must(rules.can_lead, locked, actor)
    known = TeamMember.objects.filter(library=locked, user=user).first()
    if known and known.role == TeamRole.LEADER and role != TeamRole.LEADER:
        _must_keep_a_leader(known)
    member, is_new = TeamMember.objects.update_or_create(
        library=locked, user=user, defaults={"role": role, "duty": duty}
    )
    audit.record(actor=actor, verb="add-member", about=locked, facts={"person": user.name, "role": str(role)})
    if is_new and user != actor.user:
        notify(
            [user],
            text=f"你已加入“{locked.name}”建设团队（{member.get_role_display()}）。",
            english_text=f"You joined the team of {locked.name}.",
            url=f"/libraries/{locked.uuid}/manage/",
        )
    return member


@transaction.atomic
def remove_team_member(member: TeamMember, *, actor: Actor) -> None:
    """Let a member go; what he made stays."""
    library = Library.objects.select_for_update().get(pk=member.library_id)
    must(rules.can_lead, library, actor)
    _must_keep_a_leader(member)
    audit.record(actor=actor, verb="remove-member", about=library, facts={"person": member.user.name})
    member.delete()


def _must_keep_a_leader(member: TeamMember) -> None:
    others = TeamMember.objects.filter(library=member.library_id, role=TeamRole.LEADER).exclude(pk=member.pk)
    if member.role == TeamRole.LEADER and not others.exists():
        raise ValidationError(_("团队至少要有一名负责人。请先指定另一名负责人。"), code="last-leader")
