"""The cache of a portal with Redis, which falls back to files on this machine while Redis is away.

It holds only login limits and used codes. People can log in without Redis, and every limit stays in force.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as AwayError
from redis.exceptions import TimeoutError as SlowError

logger = logging.getLogger("portal.cache")


def _steadily(deed: str) -> Callable[..., Any]:
    """Return the method of that name, which turns to the cache ``files`` while Redis does not answer."""

    def method(cache: RedisCache, *arguments: Any, **options: Any) -> Any:
        try:
            return getattr(RedisCache, deed)(cache, *arguments, **options)
        except (AwayError, SlowError):
            logger.warning("Redis does not answer; files keep the login limits.")
            return getattr(caches["files"], deed)(*arguments, **options)

    return method


class SteadyRedisCache(RedisCache):
    """Redis, or the cache named ``files`` while Redis does not answer."""

    add, get, set, delete = (_steadily(deed) for deed in ("add", "get", "set", "delete"))
