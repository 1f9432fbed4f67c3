"""When a material notice may open and close (material notice: notice 二、（一）; objections: acceptance row 3)."""

from datetime import date

from zyk.reviews.enums import ObjectionState
from zyk.reviews.models import Objection, PublicNotice

OPEN_OBJECTIONS = (ObjectionState.FILED, ObjectionState.INVESTIGATING)


def is_over(notice: PublicNotice, today: date) -> bool:
    """The last day belongs to the notice."""
    return today > notice.closes_on


def has_open_objection(notice: PublicNotice) -> bool:
    return Objection.objects.filter(item__notice=notice, state__in=OPEN_OBJECTIONS).exists()


def may_be_objected_to(notice: PublicNotice, today: date) -> bool:
    return notice.state == notice.State.OPEN and notice.opens_on <= today <= notice.closes_on


def shows_material(notice: PublicNotice, today: date) -> bool:
    """The frozen material is open to everybody only while the notice lasts."""
    return notice.state == notice.State.OPEN and notice.opens_on <= today


def days_left(notice: PublicNotice, today: date) -> int:
    """Days still to come in which one may object, today included."""
    return max((notice.closes_on - max(today, notice.opens_on)).days + 1, 0)
