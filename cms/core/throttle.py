"""How often somebody may do something: a count per window of time in the shared cache."""

import time

from django.core.cache import cache


def allowed_again(scope: str, who: object, *, limit: int, seconds: int) -> bool:
    """Count one more attempt of `who` and say whether it is within `limit` per window of `seconds`."""
    window = int(time.time()) // seconds
    key = f"throttle:{scope}:{who}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return limit >= 1
    try:
        return bool(cache.incr(key) <= limit)
    except ValueError:  # the window ended in between
        return True
