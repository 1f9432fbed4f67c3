"""Who handles an objection: the ministry takes it up; the unit it names looks into it."""

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.reviews.models import Objection


def can_decide_on(actor: Actor) -> bool:
    """Taking up or refusing is the ministry's."""
    return actor.is_any(Role.MINISTRY_OFFICER)


def can_conclude(actor: Actor, objection: Objection) -> bool:
    """The ministry, or the province it was given to."""
    return can_decide_on(actor) or _is_handling(actor, objection)


def can_read_filer(actor: Actor, objection: Objection) -> bool:
    """Only who handles it: the ministry's officer until it is given away, then an officer of the unit named."""
    if objection.is_anonymous:
        return False
    if objection.handler_id is None:
        return actor.is_any(Role.MINISTRY_OFFICER)
    return _is_handling(actor, objection)


def _is_handling(actor: Actor, objection: Objection) -> bool:
    is_officer = actor.is_any(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
    return is_officer and objection.handler_id is not None and objection.handler_id == actor.organisation_id
