"""When a withheld project may be called to its next attempt."""

from datetime import date

from zyk.projects.enums import Conclusion, RectificationState
from zyk.projects.models import Acceptance


def is_being_mended(acceptance: Acceptance, today: date) -> bool:
    """暂缓通过, its rectification neither done nor due: the host still has time (notice 二、（三）)."""
    if acceptance.conclusion != Conclusion.WITHHELD:
        return False
    return acceptance.rectification.state == RectificationState.OPEN and today <= acceptance.rectification.due_on
