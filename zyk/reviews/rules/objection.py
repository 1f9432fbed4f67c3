"""Who handles an objection: the ministry takes it up; the unit it names looks into it."""

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Membership, User
from zyk.reviews.enums import ObjectionState
from zyk.reviews.models import Objection


def can_decide_on(actor: Actor) -> bool:
    """Taking up or refusing is the ministry's."""
    return actor.is_any(Role.MINISTRY_OFFICER)


def has_post_at_units(user: User | None, objection: Objection) -> bool:
    """Whoever has or had a post at a unit of the dossier handles no objection to it."""
    units = objection.item.dossier.organisations.values("pk")
    return user is None or Membership.objects.filter(user=user, organisation__in=units).exists()


def can_conclude(actor: Actor, objection: Objection) -> bool:
    """The officer named; where none was, the ministry or an officer of the unit it was given to."""
    if has_post_at_units(actor.user, objection):
        return False
    if objection.assignee_id:
        return actor.user is not None and objection.assignee_id == actor.user.pk and _is_handling(actor, objection)
    return can_decide_on(actor) or _is_handling(actor, objection)


def can_withdraw(actor: Actor, objection: Objection) -> bool:
    return actor.user is not None and objection.filed_by_id == actor.user.pk and ObjectionState(objection.state).is_open


def can_read_filer(actor: Actor, objection: Objection) -> bool:
    """Only who handles it: the ministry's officer until it is given away, then an officer of the unit named."""
    if objection.is_anonymous or has_post_at_units(actor.user, objection):
        return False
    if objection.assignee_id:
        return actor.user is not None and objection.assignee_id == actor.user.pk
    if objection.handler_id is None:
        return actor.is_any(Role.MINISTRY_OFFICER)
    return _is_handling(actor, objection)


def _is_handling(actor: Actor, objection: Objection) -> bool:
    is_officer = actor.is_any(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
    return is_officer and objection.handler_id is not None and objection.handler_id == actor.organisation_id
