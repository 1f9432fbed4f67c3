"""Are two statements the same? (xAPI 1.0.3, part 2, 2.3.1: what a store may add or order is no difference.)"""

from typing import Any

import msgspec

from zyk.records.values import instant_of, seconds_of

_GIVEN_BY_THE_STORE = ("id", "stored", "authority", "version")


def same(one: bytes, other: bytes, *, with_id: bool = False) -> bool:
    """Compare two statements sent under one id; `with_id` the ids too, where both have one."""
    if one == other:
        return True
    left, right = (_essence(msgspec.json.decode(text)) for text in (one, other))
    if not isinstance(left, dict) or not isinstance(right, dict):
        return False
    if with_id and str(left.get("id", "")).lower() != str(right.get("id", left.get("id", ""))).lower():
        return False
    for name in _GIVEN_BY_THE_STORE:
        left.pop(name, None)
        right.pop(name, None)
    if "timestamp" not in left or "timestamp" not in right:
        left.pop("timestamp", None)
        right.pop("timestamp", None)
    return left == right


def _essence(value: Any, name: str = "") -> Any:
    """The value without what is no part of the meaning: display words, definitions, order of members,
    the way an instant or a duration is written."""
    if isinstance(value, dict):
        if name == "extensions":
            return value
        kept = {key: _essence(part, key) for key, part in value.items() if key not in ("display", "definition")}
        if kept.get("objectType") in ("Agent", "Activity"):
            del kept["objectType"]
        return kept
    if name == "member":
        return sorted((_essence(member) for member in value), key=msgspec.json.encode)
    if name in ("parent", "grouping", "category", "other"):
        listed = value if isinstance(value, list) else [value]
        return sorted((_essence(activity) for activity in listed), key=msgspec.json.encode)
    if name == "timestamp":
        return instant_of(value)
    if name == "duration":
        seconds = seconds_of(value)
        return None if seconds is None else round(seconds, 2)
    return value
