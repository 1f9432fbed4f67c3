"""How often a credential may ask: a bucket of one minute's requests, refilled evenly. It is kept in the memory of
each web process, so that it costs no query; with several processes each allows its share."""

import time
from threading import Lock

from django.conf import settings

from zyk.records.refusals import TooMany

MAX_BUCKETS = 20_000
_buckets: dict[str, tuple[float, float]] = {}  # name → requests left, when counted
_lock = Lock()


def take_one(name: str, per_minute: int | None) -> None:
    """Raises TooMany with the seconds to wait. None means the site's own limit; 0 means none."""
    limit = settings.ZYK_RECORDS_REQUESTS_PER_MINUTE if per_minute is None else per_minute
    if not limit:
        return
    share = max(1.0, limit / settings.ZYK_WEB_WORKERS)
    now = time.monotonic()
    with _lock:
        if len(_buckets) > MAX_BUCKETS:
            _buckets.clear()
        left, counted = _buckets.get(name, (share, now))
        left = min(share, left + (now - counted) * share / 60)
        if left >= 1:
            _buckets[name] = (left - 1, now)
            return
        _buckets[name] = (left, now)
    raise TooMany(max(1, round((1 - left) * 60 / share + 0.5)))


def forget_limits() -> None:
    _buckets.clear()
