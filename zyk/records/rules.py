from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.records.enums import Scope


def can_keep_credentials(actor: Actor) -> bool:
    return actor.is_any(Role.OPERATOR, Role.UNIT_ADMINISTRATOR)


def grantable_scopes(actor: Actor) -> list[Scope]:
    """A unit lets its systems write, read back what they wrote, and keep documents of their own; reading everyone's
    records is the operator's alone to give, since records are personal information (PIPL)."""
    if actor.is_any(Role.OPERATOR):
        return list(Scope)
    return (
        [Scope.WRITE, Scope.READ_MINE, Scope.STATE, Scope.DEFINE, Scope.PROFILE] if can_keep_credentials(actor) else []
    )


def can_forward(actor: Actor) -> bool:
    """Sending records to another system discloses personal information: the operator answers for it."""
    return actor.is_any(Role.OPERATOR)


def can_read_others(actor: Actor) -> bool:
    """Whose work it is to look into the store; each look is written down."""
    return actor.is_any(Role.OPERATOR, Role.MINISTRY_OFFICER)


def can_erase(actor: Actor) -> bool:
    """Who answers for the store decides on a person's request (个人信息保护法 50)."""
    return actor.is_any(Role.OPERATOR)
