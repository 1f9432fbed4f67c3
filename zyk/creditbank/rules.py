"""Who recognises and converts, and when (notice 一、（四）: accumulation and conversion based on certification)."""

from datetime import date

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.creditbank.enums import OutcomeState, RuleState
from zyk.creditbank.models import ConversionRule, Outcome

RECOGNISING_ROLES = (Role.PROJECT_LEAD, Role.UNIT_ADMINISTRATOR)


def can_decide_outcome(actor: Actor, outcome: Outcome) -> bool:
    """The unit that awarded it recognises it; never the learner himself."""
    return (
        actor.is_any(*RECOGNISING_ROLES)
        and actor.organisation_id is not None
        and actor.organisation_id == outcome.awarding_organisation_id
        and actor.user is not None
        and actor.user.pk != outcome.user_id
    )


def can_manage_rules(actor: Actor) -> bool:
    return actor.is_any(*RECOGNISING_ROLES) and actor.organisation_id is not None


def can_decide_conversion(actor: Actor, rule: ConversionRule) -> bool:
    """The school whose course is granted decides."""
    return can_manage_rules(actor) and actor.organisation_id == rule.organisation_id


def why_not_convertible(outcome: Outcome, rule: ConversionRule, today: date) -> str:
    """Empty when the rule fits the outcome today, else the first reason, a key of REASONS."""
    if rule.state != RuleState.PUBLISHED or rule.effective_on > today:
        return "rule-not-in-force"
    if outcome.state != OutcomeState.RECOGNISED:
        return "outcome-not-recognised"
    if outcome.kind != rule.source_kind:
        return "other-kind"
    if rule.source_course_id and not _is_of_course(outcome, rule.source_course_id):
        return "other-course"
    if rule.source_credential_id and (
        outcome.credential_id != rule.source_credential_id or outcome.credential_level != rule.source_level
    ):
        return "other-credential"
    if rule.minimum_percent is not None and (outcome.percent is None or outcome.percent < rule.minimum_percent):
        return "percent-too-low"
    return ""


def _is_of_course(outcome: Outcome, course_id: int) -> bool:
    """A personalised course counts as the standard course it was derived from."""
    if outcome.enrolment is None:
        return False
    course = outcome.enrolment.run.course
    return course_id in (course.pk, course.derived_from_id)
