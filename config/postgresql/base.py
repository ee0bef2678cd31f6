"""PostgreSQL that never holds a thread for long, also when the server hangs.

libpq waits for ever for a server that has accepted the connection and says nothing. A few such requests would
take all threads, and with them the pages that need no database. Here a watching thread ends a connection that
has been silent for too long; and after that nobody tries for a moment, so that the rest is refused at once.
``statement_timeout`` and ``lock_timeout`` (in the settings) end what a server that is well does too slowly.
"""

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg2 import OperationalError  # type: ignore[import-untyped]
from psycopg2.extensions import connection, cursor  # type: ignore[import-untyped]

ANSWER_SECONDS = 3  # to connect, and to say that a kept connection is alive
PAUSE_SECONDS = 5
LOOK_SECONDS = 0.25


class Watch:
    """Ends connections that wait longer than they may, from a thread of its own."""

    def __init__(self) -> None:
        self._reset()
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        """Start without a thread: a forked process has none of its parent's."""
        self._waiting: dict[int, float] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self, sock: int, *, seconds: float) -> None:
        """Note that somebody waits for this socket, at most so long."""
        with self._lock:
            self._waiting[sock] = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="database watch", daemon=True)
                self._thread.start()

    def end(self, sock: int) -> bool:
        """Stop waiting; return whether it was in time."""
        with self._lock:
            return self._waiting.pop(sock, None) is not None

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            now = time.monotonic()
            with self._lock:  # held, so that the number of the socket cannot become another's
                for sock in [sock for sock, until in self._waiting.items() if until < now]:
                    del self._waiting[sock]
                    with suppress(OSError), socket.socket(fileno=os.dup(sock)) as silent:
                        silent.shutdown(socket.SHUT_RDWR)


class Pause:
    """After a silence nobody asks the server for a moment; then one does, and the others once it answers."""

    def __init__(self) -> None:
        self._until = 0.0

    def is_on(self) -> bool:
        """Say whether to refuse at once; the first to ask after the pause is let through, and prolongs it."""
        now = time.monotonic()
        if not self._until:
            return False
        if now < self._until:
            return True
        self._until = now + ANSWER_SECONDS
        return False

    def begin(self) -> None:
        """Refuse from now on."""
        self._until = time.monotonic() + PAUSE_SECONDS

    def end(self) -> None:
        """Let everybody through: the server has answered."""
        self._until = 0.0


watch, pause = Watch(), Pause()


class LimitedConnection(connection):
    """A connection whose every wait for the server is limited."""

    limit: float = settings.STATEMENT_SECONDS + ANSWER_SECONDS

    def commit(self) -> None:
        """Commit, or fail when the server says nothing."""
        self.limited(super().commit)

    def rollback(self) -> None:
        """Roll back, or fail when the server says nothing."""
        self.limited(super().rollback)

    def limited(self, call: Any, *arguments: Any) -> Any:
        """Call, watched; a silent server ends as a lost connection."""
        sock = self.fileno()
        watch.begin(sock, seconds=self.limit)
        try:
            return call(*arguments)
        finally:
            if not watch.end(sock):
                pause.begin()


class LimitedCursor(cursor):
    """A cursor of such a connection."""

    def execute(self, *arguments: Any) -> Any:
        """Execute, or fail when the server says nothing."""
        return self.connection.limited(super().execute, *arguments)

    def executemany(self, *arguments: Any) -> Any:
        """Execute each, or fail when the server says nothing."""
        return self.connection.limited(super().executemany, *arguments)

    def fetchmany(self, *arguments: Any) -> Any:
        """Fetch; a cursor with a name asks the server for each portion."""
        fetch = super().fetchmany
        return self.connection.limited(fetch, *arguments) if self.name else fetch(*arguments)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend with limits."""

    def get_connection_params(self) -> dict[str, Any]:
        """Connect with our connection and cursor, and within a few seconds."""
        ours = {"connection_factory": LimitedConnection, "cursor_factory": LimitedCursor}
        return {**super().get_connection_params(), **ours, "connect_timeout": ANSWER_SECONDS}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, or refuse at once while the server was silent a moment ago."""
        if pause.is_on():
            raise OperationalError("The database did not answer a moment ago.")
        started = time.monotonic()
        try:
            made = super().get_new_connection(conn_params)
        except OperationalError:
            if time.monotonic() - started > 1:  # silence; a refusal is quick
                pause.begin()
            raise
        pause.end()
        return made

    def is_usable(self) -> bool:
        """Ask the kept connection, with little patience; an unusable one is replaced by Django."""
        if pause.is_on():
            return False
        self.connection.limit = ANSWER_SECONDS
        usable = super().is_usable()
        if usable:
            self.connection.limit = LimitedConnection.limit
            pause.end()
        return usable
