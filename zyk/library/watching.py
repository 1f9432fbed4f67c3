"""Time from heartbeats: small pure functions over the server's clock.

A heartbeat says: at this moment the page is in front and something plays, or somebody reads. What lies between two
heartbeats counts when they are not further apart than a page that beats regularly can explain."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

Stretches = list[list[float]]

GAP_INTERVALS = 2.5  # further apart is a pause
FASTEST = 2.0  # times its own speed a player can play
SLACK_SECONDS = 2.0  # a late packet


def counted_seconds(since_last: float, every: int) -> float:
    """What of the time since the last heartbeat counts."""
    return since_last if 0 < since_last <= every * GAP_INTERVALS else 0.0


def went_by(start: float, end: float, since_last: float) -> bool:
    """Whether a recording can have moved from `start` to `end` in this time by playing; a jump cannot."""
    return 0 < end - start <= since_last * FASTEST + SLACK_SECONDS


def joined(stretches: Stretches, start: float, end: float) -> Stretches:
    """The stretches with one more, overlaps made one, in order."""
    result: Stretches = []
    for begins, ends in sorted([*stretches, [start, end]]):
        if result and begins <= result[-1][1]:
            result[-1][1] = max(result[-1][1], ends)
        else:
            result.append([round(begins, 1), round(ends, 1)])
    return result


def length_of(stretches: Stretches) -> float:
    return sum(ends - begins for begins, ends in stretches)


def heartbeat_in(given: Mapping[str, str]) -> dict[str, Any] | None:
    """What a heartbeat says, as `actions.beat` takes it; None when it cannot be read."""
    try:
        sequence, position = int(given.get("sequence", "")), float(given.get("position", ""))
    except ValueError:
        return None
    if not 0 < sequence < 2**31 or not isfinite(position):
        return None
    return {
        "token": given.get("token", ""),
        "sequence": sequence,
        "position": position,
        "begins": given.get("begins") == "1",
    }
