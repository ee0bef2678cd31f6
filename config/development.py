"""Starts what ``make dev`` needs: Django's own server, a worker and beat.

Server and worker restart when the code changes. Ctrl-C stops everything. Linux only.
"""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from django.utils import autoreload

from config import runner
from config.celery import app

WORKER = "--worker"


def work() -> None:
    """Run the worker, and restart it when the code changes."""
    app.worker_main(["--quiet", "worker", "--loglevel", "INFO", *runner.ALONE])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker alone, or prepare the demo's data and start everything; return only on failure."""
    if WORKER in (arguments or sys.argv):
        autoreload.run_with_reloader(work)
        return 0
    os.environ.setdefault("PORTAL_MODE", "development")
    return runner.main(arguments, start=start_all, command="dev")


def start_all(port: int, *, accounts: str) -> NoReturn:
    """Start worker and beat, and become Django's server; both end with this process."""
    print(accounts, flush=True)
    for child in (
        runner.Child("worker", [sys.executable, "-m", "config.development", WORKER]),
        runner.beat(),
    ):
        child.start(now=0)
    server = [sys.executable, "manage.py", "runserver", f"{runner.HOST}:{port}"]
    os.execv(sys.executable, server)  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    sys.exit(main())
