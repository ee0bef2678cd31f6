"""Starts everything the portal needs with one command, and leaves nothing behind.

``python -m config.runner --port 8000`` migrates, then keeps the web server, the Celery worker and Celery
beat running: a child that dies is restarted, Ctrl-C stops all of them. Linux only.
"""

import argparse
import ctypes
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from config.translations import compile_translations

HOST = "127.0.0.1"
BIN = os.path.dirname(sys.executable)  # noqa: PTH120 -- the link in the virtual environment counts
CELERY = [f"{BIN}/celery", "--quiet", "-A", "config"]
# One worker process, without messages to other workers.
ALONE = ["-P", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
LOOK_EVERY = 0.2
# A child that ran this long restarts without the pause of earlier failures.
WELL_AFTER = 30.0
LONGEST_PAUSE = 30.0
SECONDS_TO_STOP = 20.0
PORT_IS_TAKEN = 2
ASIDE = "old-"
INTERRUPTED = 130


def die_with_parent(parent: int) -> None:
    """Let the kernel stop this child when the runner ends, even by ``kill -9``."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)  # the parent ended before the call above


@dataclass
class Child:
    """A program that is kept running, in a process group of its own."""

    name: str
    command: Sequence[str]
    pause: float = 0
    started_at: float = 0
    start_again_at: float | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, *, now: float) -> None:
        """Start the program in a process group of its own."""
        self.started_at, self.start_again_at = now, None
        # preexec_fn is safe: the runner has no threads.
        prepare_child = partial(die_with_parent, os.getpid())
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=prepare_child)  # noqa: PLW1509

    def look_after(self, *, now: float) -> None:
        """Restart a dead program: after one second, and with a doubled pause each time it dies again."""
        if self.process is None or self.process.poll() is None:
            return
        if self.start_again_at is None:
            self.kill_group()
            lived_well = now - self.started_at > WELL_AFTER
            self.pause = 1 if lived_well or not self.pause else min(LONGEST_PAUSE, self.pause * 2)
            self.start_again_at = now + self.pause
            print(f"{self.name} ended ({self.process.returncode}); starting again in {self.pause:.0f} s.")
        elif now >= self.start_again_at:
            self.start(now=now)

    def stop(self, *, within: float) -> bool:
        """Stop the program and its descendants; return whether it ended by itself in time."""
        if self.process is None:
            return True
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            return False
        finally:
            self.kill_group()
        return True

    def kill_group(self) -> None:
        """Kill what the program left behind, such as the web server's own workers."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def beat() -> Child:
    """Return Celery beat, which only queues tasks for the worker."""
    return Child("beat", [*CELERY, "beat", "-l", "WARNING", "--pidfile="])


def children(port: int) -> list[Child]:
    """Return the programs in the order of starting; they are stopped in reverse."""
    web = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-ws"]
    web += ["--workers-kill-timeout", "5"]  # a worker misses a signal to end that arrives while it starts
    where = ["--host", HOST, "--port", str(port), "--log-level", "warning"]
    return [
        Child("worker", [*CELERY, "worker", "-l", "WARNING", *ALONE]),
        Child("web", [f"{BIN}/granian", *web, *where, "config.wsgi:application"]),
        beat(),
    ]


def port_is_free(port: int) -> bool:
    """Say whether the web server can bind the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def web_answers(port: int) -> bool:
    """Say whether the web server answers at all, with whatever status."""
    try:
        urllib.request.urlopen(f"http://{HOST}:{port}/health/live", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def drop_half_files(folder: Path) -> None:
    """Remove unfinished files of a killed worker from the file broker; no worker starts with them there."""
    for path in folder.glob("*.exchange"):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            path.unlink()


def is_from_another_version(connection: BaseDatabaseWrapper) -> bool:
    """Say whether the database has migrations that this code does not know."""
    loader = MigrationLoader(connection)
    ours = {key for key in loader.applied_migrations if key[0] in settings.OUR_APPS}
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory:
        return True
    return not ours <= set(loader.disk_migrations)


def put_old_data_aside() -> None:
    """Move a demo's data into a folder beside them when ``migrate`` cannot continue; never in production."""
    if settings.PRODUCTION or connection.vendor != "sqlite" or not is_from_another_version(connection):
        return
    connections.close_all()
    aside = settings.VAR / f"{ASIDE}{datetime.now(tz=UTC):%Y%m%d-%H%M%S}"
    moved = [path for path in settings.VAR.iterdir() if not path.name.startswith(ASIDE)]
    aside.mkdir()
    for path in moved:
        is_folder = path.is_dir()
        path.rename(aside / path.name)
        if is_folder:
            path.mkdir()
    print(f"The data in {settings.VAR} came from another version of the portal. They are in {aside} now.")


def prepare() -> str:
    """Update translations and database; fill an empty demo, and return its accounts for logging in."""
    compile_translations()
    django.setup()
    drop_half_files(settings.VAR / "control")
    put_old_data_aside()
    call_command("migrate", verbosity=0)
    accounts = io.StringIO()
    if settings.DEMO and "seed_demo" in get_commands():
        call_command("seed_demo", if_empty=True, stdout=accounts)
    connections.close_all()
    return accounts.getvalue()


class Interruption:
    """Remembers a Ctrl-C, whose exception may be swallowed or replaced in SQLite's callbacks."""

    def __init__(self) -> None:
        self.is_asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask)

    def ask(self, *_: object) -> None:
        """Remember it, and interrupt what runs now."""
        self.is_asked = True
        raise KeyboardInterrupt


def keep_running(port: int, *, accounts: str) -> int:
    """Keep the children running until asked to stop; return 0 if each of them then ended by itself."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: asked.append(number))
    kept, is_welcomed = children(port), False
    for child in kept:
        child.start(now=time.monotonic())
    while not asked:
        time.sleep(LOOK_EVERY)
        for child in kept:
            child.look_after(now=time.monotonic())
        if not is_welcomed and web_answers(port):
            is_welcomed = True
            print(f"\nThe portal runs on http://{HOST}:{port} – Ctrl-C stops it.\n{accounts}")
    # Beat, web and worker in that order, so that nothing new begins while work ends.
    end = time.monotonic() + SECONDS_TO_STOP
    ended = [child.stop(within=max(0.1, end - time.monotonic())) for child in reversed(kept)]
    return 0 if all(ended) else 1


def main(
    arguments: Sequence[str] | None = None, *, start: Callable[..., int] = keep_running, command: str = "run"
) -> int:
    """Prepare the portal on this machine and start it, as ``make run`` and ``make dev`` do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(arguments).port
    if not port_is_free(port):
        print(f"Port {port} is taken; choose another: make {command} PORT={port + 1}", file=sys.stderr)
        return PORT_IS_TAKEN
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if os.environ.get("PORTAL_MODE", "production") != "production":
        os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    interruption = Interruption()
    try:
        accounts = prepare()
    except BaseException:
        if not interruption.is_asked:
            raise
    if interruption.is_asked:
        return INTERRUPTED  # nothing was started yet
    return start(port, accounts=accounts)


if __name__ == "__main__":
    sys.exit(main())
