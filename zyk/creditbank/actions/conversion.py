from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.common import audit, ledger
from zyk.common.moves import move
from zyk.creditbank.accounts import account_of, converted
from zyk.creditbank.enums import CONVERSION_MOVES, ConversionState
from zyk.creditbank.models import Conversion, ConversionRule, CreditEntry, Outcome
from zyk.creditbank.reasons import words_of
from zyk.creditbank.rules import RECOGNISING_ROLES, can_decide_conversion, why_not_convertible


@transaction.atomic
def request_conversion(*, outcome: Outcome, rule: ConversionRule, actor: Actor, today: date) -> Conversion:
    """A learner asks a school to grant its course for his outcome; once for each pair."""
    if actor.user is None or outcome.user_id != actor.user.pk:
        raise PermissionDenied
    reason = why_not_convertible(outcome, rule, today)
    if reason:
        raise ValidationError(words_of(reason))
    if ledger.balance_of(account_of(actor.user)) < rule.source_credit_hundredths:
        raise ValidationError(words_of("credit-too-low"))
    try:
        with transaction.atomic():
            conversion = Conversion.objects.create(outcome=outcome, rule=rule)
    except IntegrityError as error:
        raise ValidationError(_("这项成果已按这条规则申请过转换。")) from error
    audit.record(actor=actor, verb="request-conversion", about=conversion)
    notify(
        people_in_role(rule.organisation, *RECOGNISING_ROLES),
        text=_("有学分转换待审核：%(title)s") % {"title": rule.target_course},
        english_text=f"A conversion waits for your decision: {rule.target_course}",
        url="/creditbank/conversions/",
        mail=True,
    )
    return conversion


@transaction.atomic
def decide_conversion(conversion: Conversion, *, is_granted: bool, reason: str, actor: Actor) -> Conversion:
    """The school grants its course, and the learner's credit is used up; or refuses with a reason."""
    conversion = (
        Conversion.objects.select_for_update(of=("self",))
        .select_related("outcome__user", "rule__organisation")
        .get(pk=conversion.pk)
    )
    if not can_decide_conversion(actor, conversion.rule):
        raise PermissionDenied
    if not is_granted and not reason.strip():
        raise ValidationError({"reason": _("请说明不予转换的理由")})
    transfer = None
    state = ConversionState.CONVERTED if is_granted else ConversionState.REFUSED
    move(conversion, state, moves=CONVERSION_MOVES, actor=actor, why=reason)
    if is_granted:
        used = conversion.rule.source_credit_hundredths
        transfer = ledger.post(
            CreditEntry,
            key=f"conversion:{conversion.uuid}",
            amounts={account_of(conversion.outcome.user): -used, converted(): used},
            at=timezone.now(),
            description=f"{conversion.rule.code} {conversion.rule.target_course}",
        )
    Conversion.objects.filter(pk=conversion.pk).update(
        decided_by=actor.user, decided_at=timezone.now(), reason=reason, transfer=transfer
    )
    notify(
        [conversion.outcome.user],
        text=_("学分转换申请已有结果：%(title)s") % {"title": conversion.rule.target_course},
        english_text=f"Your request for conversion was decided: {conversion.rule.target_course}",
        url="/creditbank/",
        mail=True,
    )
    conversion.refresh_from_db()
    return conversion
