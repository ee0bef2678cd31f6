"""The cache of a portal with Redis, which falls back to files on this machine while Redis is away.

It holds only login limits and used codes. People can log in without Redis, and every limit stays in force.
"""

import logging
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as AwayError
from redis.exceptions import TimeoutError as SlowError

logger = logging.getLogger("portal.cache")


class SteadyRedisCache(RedisCache):
    """Redis, or the cache named ``files`` while Redis does not answer."""

    def _steadily(self, deed: str, key: str, *arguments: object, **options: object) -> Any:
        try:
            return getattr(super(), deed)(key, *arguments, **options)
        except (AwayError, SlowError):
            logger.warning("Redis does not answer; files keep the login limits.")
            return getattr(caches["files"], deed)(key, *arguments, **options)

    def add(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Add a value unless there is one."""
        return self._steadily("add", key, value, timeout=timeout, version=version)

    def get(self, key: str, default: object = None, version: int | None = None) -> Any:
        """Return the stored value."""
        return self._steadily("get", key, default, version=version)

    def set(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store a value."""
        self._steadily("set", key, value, timeout=timeout, version=version)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Delete a value."""
        return self._steadily("delete", key, version=version)
