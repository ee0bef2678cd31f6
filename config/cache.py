"""The cache of a portal with Redis, which falls back to files on this machine while Redis is away.

It holds only login limits and used codes. People can log in without Redis, and every limit stays in force.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as AwayError
from redis.exceptions import TimeoutError as SlowError

PAUSE_SECONDS = 10  # after a silence nobody waits for Redis again for so long
logger = logging.getLogger("portal.cache")


def _steadily(deed: str) -> Callable[..., Any]:
    """Return the method of that name, which turns to the cache ``files`` while Redis does not answer."""

    def method(cache: RedisCache, *arguments: Any, **options: Any) -> Any:
        if time.monotonic() >= SteadyRedisCache.silent_until:
            try:
                return getattr(RedisCache, deed)(cache, *arguments, **options)
            except (AwayError, SlowError):
                SteadyRedisCache.silent_until = time.monotonic() + PAUSE_SECONDS
                logger.warning("Redis does not answer; files keep the login limits.")
        return getattr(caches["files"], deed)(*arguments, **options)

    return method


class SteadyRedisCache(RedisCache):
    """Redis, or the cache named ``files`` while Redis does not answer."""

    silent_until: float = 0  # of the class: each thread has a cache of its own

    add, get, set, delete = (_steadily(deed) for deed in ("add", "get", "set", "delete"))
