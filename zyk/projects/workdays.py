"""Working days: weekdays without the public holidays, and the weekend days worked in their place.

Holidays and make-up working days are the State Council's, which it announces each autumn for the year after. A year
that the calendar does not know yet is counted by weekdays alone; whoever shows such a day says so (`is_known`)."""

from datetime import date, timedelta

import chinese_calendar


def is_known(day: date) -> bool:
    """Whether the holidays of that day's year have been announced and are in the calendar."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def last_working_day(first: date, number: int) -> date:
    """The day on which `number` working days, counted from `first` on, are complete."""
    day, counted = first, 0
    while True:
        counted += is_working_day(day)
        if counted >= number:
            return day
        day += timedelta(days=1)


def working_days_between(first: date, last: date) -> int:
    """How many working days lie from `first` to `last`, both included."""
    return sum(is_working_day(first + timedelta(days=step)) for step in range((last - first).days + 1))


def next_working_day(day: date) -> date:
    """The first working day from `day` on, itself included."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
