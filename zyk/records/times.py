"""From an instant to a place in the order of storing. `stored` rises with the sequence, so it is found by halving
over the primary key: some twenty look-ups in a million, and no index that every write would pay for."""

from datetime import datetime

from django.db.models import Max, Min

from zyk.records.models import Segment, Statement


def last_until(instant: datetime) -> int:
    """The newest sequence stored at or before `instant`; 0 when there is none."""
    ends = Statement.objects.aggregate(low=Min("sequence"), high=Max("sequence"))
    low, high = ends["low"], ends["high"]
    if low is None or _at(low)[1] > instant:
        return _last_sealed_until(instant)
    found = low
    while low <= high:
        middle = (low + high) // 2
        sequence, stored = _at(middle)
        if stored <= instant:
            found, low = sequence, sequence + 1
        else:
            high = middle - 1
    return found


def _at(sequence: int) -> tuple[int, datetime]:
    """The first statement from this number on, and when it was stored; numbers of what was undone are missing."""
    rows = Statement.objects.filter(sequence__gte=sequence).order_by("sequence")
    return rows.values_list("sequence", "stored")[0]


def _last_sealed_until(instant: datetime) -> int:
    """Among what only segments hold."""
    from zyk.records.segments.reading import last_sealed_until

    if not Segment.objects.exists():
        return 0
    return last_sealed_until(instant)
