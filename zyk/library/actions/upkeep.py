"""Review dates: until when somebody looks whether a resource still holds."""

from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.actions.contribution import credit
from zyk.library.enums import ContributionKind, ResourceState
from zyk.library.models import Resource, ReviewPlan, TeamMember

LONGEST_MONTHS = 60


@transaction.atomic
def plan_review(
    resource: Resource, *, due_on: date, actor: Actor, keeper: User | None = None, every_months: int | None = None
) -> ReviewPlan:
    """Set or move the date; the keeper is somebody of the team, else who made the resource while he belongs to it."""
    must(rules.can_build, resource.library, actor)
    if every_months is not None and not 1 <= every_months <= LONGEST_MONTHS:
        raise ValidationError({"every_months": _("周期应在 1 到 60 个月之间。")})
    team = set(TeamMember.objects.filter(library=resource.library_id).values_list("user_id", flat=True))
    if keeper and keeper.pk not in team:
        raise ValidationError({"keeper": _("维护人应是本资源库团队成员。")})
    keeper_id = keeper.pk if keeper else resource.created_by_id if resource.created_by_id in team else None
    plan, _is_new = ReviewPlan.objects.update_or_create(
        resource=resource, defaults={"due_on": due_on, "keeper_id": keeper_id, "every_months": every_months}
    )
    audit.record(actor=actor, verb="plan-review", about=resource, facts={"due": due_on.isoformat()})
    return plan


@transaction.atomic
def confirm_review(plan: ReviewPlan, *, why: str, today: date, actor: Actor) -> ReviewPlan | None:
    """Somebody looked: it still holds, or was given a new version. With a period the next date follows, else the plan
    is done with; a confirmation is a contribution but no update of content."""
    locked = ReviewPlan.objects.select_for_update(of=("self",)).select_related("resource__library").get(pk=plan.pk)
    must(rules.can_build, locked.resource.library, actor)
    if not why.strip():
        raise ValidationError({"why": _("请写明复核的结论。")})
    audit.record(actor=actor, verb="confirm-review", about=locked.resource, why=why.strip())
    credit(locked.resource, ContributionKind.CONFIRMED, actor=actor)
    if locked.every_months is None:
        locked.delete()
        return None
    locked.reviewed_on, locked.due_on = today, today + relativedelta(months=locked.every_months)
    locked.save(update_fields=["reviewed_on", "due_on", "updated_at"])
    return locked


@transaction.atomic
def remind_keepers(today: date) -> int:
    """Tell each keeper once of what has come due, one message for each library; how many were told."""
    due = (
        ReviewPlan.objects.filter(due_on__lte=today, keeper__isnull=False, keeper__is_active=True)
        .filter(~Q(reminded_for=F("due_on")) | Q(reminded_for=None), resource__state=ResourceState.PUBLISHED)
        .select_related("keeper", "resource__library")
        .order_by("id")
    )
    told: dict[tuple[int, int], list[ReviewPlan]] = {}
    for plan in due:
        told.setdefault((plan.keeper_id or 0, plan.resource.library_id), []).append(plan)
    for plans in told.values():
        _tell(plans)
    ReviewPlan.objects.filter(pk__in=[plan.pk for plans in told.values() for plan in plans]).update(
        reminded_for=F("due_on")
    )
    return len(told)


def _tell(plans: Sequence[ReviewPlan]) -> None:
    library, keeper, count = plans[0].resource.library, plans[0].keeper, len(plans)
    assert keeper
    notify(
        [keeper],
        text=f"“{library.name}”有 {count} 条资源到了复核日期。",
        english_text=f"{count} resources of {library.name} have come to their review date.",
        url=f"/libraries/{library.uuid}/reviews/?show=overdue&mine=1",
        mail=True,
    )
