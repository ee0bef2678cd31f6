"""Starts what ``make dev`` needs: Django's own server, a worker and beat.

Server and worker restart when the code changes. Ctrl-C stops everything. Linux only.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from django.utils import autoreload

from config.celery import app
from config.runner import ALONE, HOST, PORT_IS_TAKEN, Child, beat, port_is_free, prepare


def work() -> None:
    """Run the worker, and restart it when the code changes."""
    app.worker_main(["--quiet", "worker", "--loglevel", "INFO", *ALONE])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker alone, or prepare the demo's data and start everything; return only on failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--worker", action="store_true", help="run the worker alone")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("PORTAL_MODE", "development")
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{options.port}")
    if options.worker:
        autoreload.run_with_reloader(work)
        return 0
    if not port_is_free(options.port):
        print(
            f"Port {options.port} is taken; choose another: make dev PORT={options.port + 1}", file=sys.stderr
        )
        return PORT_IS_TAKEN
    print(prepare(), flush=True)
    return start_all(options.port)


def start_all(port: int) -> NoReturn:
    """Start worker and beat, and become Django's server; both end with this process."""
    for child in (Child("worker", [sys.executable, "-m", "config.development", "--worker"]), beat()):
        child.start(now=0)
    server = [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]
    os.execv(sys.executable, server)  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    sys.exit(main())
