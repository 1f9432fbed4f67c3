"""How often one address may do what costs us something. Counted by each web process on its own."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest


def is_within_limit(request: HttpRequest, act: str, *, most: int, seconds: int) -> bool:
    """Count this try of `act` by the caller's address; False once `most` were made in `seconds`.

    The address itself is not kept, only its digest."""
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:32]
    key = f"limit:{act}:{address}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two
        return True
