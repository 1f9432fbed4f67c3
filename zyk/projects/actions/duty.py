"""验收后年度义务: measured through the year, warned early, breached at its end."""

from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from zyk.accounts.enums import HOST_ROLES
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.common.audit import SYSTEM, ActsInTrail
from zyk.common.moves import move
from zyk.library.enums import Standing
from zyk.monitoring.queries import duty_measures
from zyk.projects.actions.exit_review import open_exit_review
from zyk.projects.enums import DUTY_MOVES, DutyState
from zyk.projects.models import YearlyDuty
from zyk.projects.rules.duty import judged

WORDS = {DutyState.WARNED: "预警", DutyState.BREACHED: "未达标"}


def measure_duty(duty: YearlyDuty, *, on: date, actor: ActsInTrail = SYSTEM) -> YearlyDuty:
    """Measure one duty as it stands on `on` (a day of its year, or its end) and move its state accordingly.

    Measuring takes seconds and comes first: nobody else waits for the database meanwhile."""
    day = min(on, date(duty.year, 12, 31))
    return _keep(duty, duty_measures(duty.library, duty.year, day).get(duty.code), on, actor)


@transaction.atomic
def _keep(duty: YearlyDuty, achieved: Decimal | None, on: date, actor: ActsInTrail) -> YearlyDuty:
    duty = YearlyDuty.objects.select_for_update(of=("self",)).select_related("library__lead_host").get(pk=duty.pk)
    day = min(on, date(duty.year, 12, 31))
    YearlyDuty.objects.filter(pk=duty.pk).update(achieved=achieved, measured_on=day)
    duty.achieved, duty.measured_on = achieved, day
    state = judged(duty, on)
    if state != duty.state and state in DUTY_MOVES[duty.state]:
        move(duty, state, moves=DUTY_MOVES, actor=actor, facts={"achieved": str(achieved), "on": day.isoformat()})
        if state == DutyState.BREACHED:
            open_exit_review(duty, actor=actor)
        _tell_host(duty)
    return duty


@transaction.atomic
def lay_out_duties(*, on: date) -> int:
    """Each year after the first an accepted library owes the same again; returns how many were laid out."""
    year_before = YearlyDuty.objects.filter(year=on.year - 1).exclude(library__standing=Standing.EXITED)
    laid_out = [
        YearlyDuty.objects.get_or_create(
            library_id=duty.library_id,
            year=on.year,
            code=duty.code,
            defaults={"baseline_id": duty.baseline_id, "threshold": duty.threshold},
        )[1]
        for duty in year_before
    ]
    return sum(laid_out)


def measure_all_duties(*, on: date) -> int:
    """Every duty of the year of `on` and those of the year before not yet at their end, and any still open;
    returns how many were measured."""
    lay_out_duties(on=on)
    open_ones = Q(state__in=[DutyState.OPEN, DutyState.WARNED], year__lt=on.year)
    recent = Q(year__in=[on.year, on.year - 1])
    duties = list(
        YearlyDuty.objects.filter(open_ones | recent)
        .exclude(state=DutyState.BREACHED)
        .select_related("library")
        .order_by("year", "library", "id")
    )
    for (year, _library), group in groupby(duties, key=lambda duty: (duty.year, duty.library_id)):
        owed = list(group)
        achieved = duty_measures(owed[0].library, year, min(on, date(year, 12, 31)))
        for duty in owed:
            _keep(duty, achieved.get(duty.code), on, SYSTEM)
    return len(duties)


def _tell_host(duty: YearlyDuty) -> None:
    if duty.state in (DutyState.WARNED, DutyState.BREACHED):
        share = Decimal(100) * (duty.achieved or 0)
        notify(
            people_in_role(duty.library.lead_host, *HOST_ROLES),
            text=f"{duty.library} {duty.year} 年度义务{WORDS[DutyState(duty.state)]}：目前 {share:.1f}%。",
            english_text=f"Yearly duty {duty.year} of {duty.library}: {duty.state}, {share:.1f}% so far.",
            url=f"/projects/duties/{duty.library.uuid}/",
            mail=True,
        )
