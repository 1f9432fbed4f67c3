"""Working days, Monday to Friday. Public holidays are moved about by a yearly notice of the State Council;
an officer who must skip one chooses a later first day."""

from datetime import date, timedelta


def is_working_day(day: date) -> bool:
    return day.weekday() < 5


def last_working_day(first: date, number: int) -> date:
    """The day on which `number` working days, counted from `first` on, are complete."""
    day, counted = first, 0
    while True:
        counted += is_working_day(day)
        if counted >= number:
            return day
        day += timedelta(days=1)
