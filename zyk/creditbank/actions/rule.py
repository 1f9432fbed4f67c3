from django.core.exceptions import PermissionDenied
from django.db import transaction

from zyk.accounts.actor import Actor
from zyk.common.moves import move
from zyk.creditbank.enums import RULE_MOVES, RuleState
from zyk.creditbank.models import ConversionRule
from zyk.creditbank.rules import can_decide_conversion


@transaction.atomic
def publish_rule(rule: ConversionRule, *, actor: Actor) -> None:
    """Publish: from its effective date on learners may ask for it; its terms change no more."""
    _of_own_school(rule, actor)
    move(rule, RuleState.PUBLISHED, moves=RULE_MOVES, actor=actor)


@transaction.atomic
def retire_rule(rule: ConversionRule, *, why: str, actor: Actor) -> None:
    _of_own_school(rule, actor)
    move(rule, RuleState.RETIRED, moves=RULE_MOVES, actor=actor, why=why)


def _of_own_school(rule: ConversionRule, actor: Actor) -> None:
    if not can_decide_conversion(actor, rule):
        raise PermissionDenied
