"""验收后年度义务: measured through the year, warned early, breached at its end."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from zyk.accounts.enums import HOST_ROLES
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.common.audit import SYSTEM, ActsInTrail
from zyk.common.moves import move
from zyk.monitoring.queries import duty_measures
from zyk.projects.enums import DUTY_MOVES, DutyState
from zyk.projects.models import YearlyDuty
from zyk.projects.rules.duty import judged


@transaction.atomic
def measure_duty(duty: YearlyDuty, *, on: date, actor: ActsInTrail = SYSTEM) -> YearlyDuty:
    """Measure one duty as it stands on `on` (a day of its year, or its end) and move its state accordingly."""
    duty = YearlyDuty.objects.select_for_update(of=("self",)).select_related("library__lead_host").get(pk=duty.pk)
    day = min(on, date(duty.year, 12, 31))
    achieved = duty_measures(duty.library, duty.year, day).get(duty.code)
    YearlyDuty.objects.filter(pk=duty.pk).update(achieved=achieved, measured_on=day)
    duty.achieved, duty.measured_on = achieved, day
    state = judged(duty, on)
    if state != duty.state and state in DUTY_MOVES[duty.state]:
        move(duty, state, moves=DUTY_MOVES, actor=actor, facts={"achieved": str(achieved), "on": day.isoformat()})
        _tell_host(duty)
    return duty


def measure_all_duties(*, on: date) -> int:
    """Every duty of the year of `on` and those of earlier years still open; returns how many were measured."""
    duties = list(YearlyDuty.objects.filter(year__lte=on.year).exclude(state=DutyState.BREACHED).order_by("year", "id"))
    for duty in duties:
        measure_duty(duty, on=on)
    return len(duties)


def _tell_host(duty: YearlyDuty) -> None:
    if duty.state in (DutyState.WARNED, DutyState.BREACHED):
        share = Decimal(100) * (duty.achieved or 0)
        notify(
            people_in_role(duty.library.lead_host, *HOST_ROLES),
            text=f"{duty.library} {duty.year} 年度义务{DutyState(duty.state).label}：目前 {share:.1f}%。",
            english_text=f"Yearly duty {duty.year} of {duty.library}: {duty.state}, {share:.1f}% so far.",
            url=f"/monitoring/{duty.library.uuid}/",
            mail=True,
        )
