"""The span of days over which an indicator counts, seen from any day."""

from datetime import date, timedelta

from zyk.rulebook.enums import MeasuredWindow

Window = tuple[date | None, date]


def window_of(measured: str, as_of: date) -> Window:
    """First and last day, both counted; the first is None when everything up to `as_of` counts."""
    if measured == MeasuredWindow.LAST_12_MONTHS:
        return _a_year_before(as_of) + timedelta(days=1), as_of
    if measured == MeasuredWindow.CALENDAR_YEAR:
        return date(as_of.year, 1, 1), as_of
    return None, as_of


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
