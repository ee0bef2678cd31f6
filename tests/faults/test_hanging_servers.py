"""A server that accepts and says nothing: what needs it is refused soon, everything else goes on.

Real sockets and processes: a listener that never answers, and a PostgreSQL that is stopped in the middle.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from config.cache import SteadyRedisCache
from tests.services import free_port, start_postgres

pytestmark = pytest.mark.once
PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 60
SOON = 4.5  # three seconds for the database, and a slow machine
SESSION = {"Cookie": "sessionid=somebody"}


@pytest.fixture
def silent_port():
    """A port where everybody is let in and nobody gets an answer."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(100)
        yield listener.getsockname()[1]


def ask(url, headers=(), data=None):
    """Return status, headers and seconds of a request."""
    started = time.monotonic()
    request = urllib.request.Request(url, data, headers=dict(headers))  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.headers, time.monotonic() - started
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, time.monotonic() - started


@contextmanager
def portal(folder, **environment):
    """Run the portal in a process of its own with four threads; give its address."""
    port = free_port()
    command = [Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--workers", "1"]
    command += ["--blocking-threads", "4", "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "config.wsgi:application"],
        cwd=PROJECT,
        env=os.environ | {"PORTAL_MODE": "demo", "PORTAL_VAR": str(folder)} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(OSError):
                ask(f"http://127.0.0.1:{port}/health/live")
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def processes_of(postmaster):
    """List a PostgreSQL's processes."""
    found = [postmaster]
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if re.search(rf"^PPid:\s+{postmaster}$", (folder / "status").read_text(), re.MULTILINE):
                found.append(int(folder.name))
    return found


def tell(postmaster, number):
    """Send a signal to all of them."""
    for process in processes_of(postmaster):
        os.kill(process, number)


def test_pages_without_data_go_on_while_the_database_never_answers(tmp_path, silent_port):
    with portal(tmp_path, DATABASE_URL=f"postgres://portal@127.0.0.1:{silent_port}/portal") as address:
        with ThreadPoolExecutor(16) as pool:
            first = list(pool.map(lambda _turn: ask(f"{address}/hjalp/", SESSION), range(16)))
            status, headers, _seconds = first[0]
            assert (status, headers["Retry-After"]) == (503, "30")
            assert max(seconds for _status, _headers, seconds in first) < SOON
            crowd = [pool.submit(ask, f"{address}/hjalp/", SESSION) for _turn in range(16)]
            live = ask(f"{address}/health/live")
            help_page = ask(f"{address}/hjalp/")
        assert (live[0], help_page[0]) == (200, 200)
        assert max(live[2], help_page[2]) < 1
        assert {each.result()[0] for each in crowd} == {503}
        assert ask(f"{address}/health/ready")[0] == 503


def test_database_that_stops_in_the_middle_is_given_up_and_found_again(tmp_path):
    url = start_postgres()
    folder = Path(url.partition("host=")[2])
    postmaster = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    environment = os.environ | {"PORTAL_MODE": "demo", "PORTAL_VAR": str(tmp_path), "DATABASE_URL": url}
    migrate = [sys.executable, "manage.py", "migrate", "sessions", "--verbosity", "0"]
    subprocess.run(migrate, cwd=PROJECT, env=environment, check=True)
    with portal(tmp_path, DATABASE_URL=url) as address:
        assert ask(f"{address}/hjalp/", SESSION)[0] == 200
        tell(postmaster, signal.SIGSTOP)
        try:
            status, headers, seconds = ask(f"{address}/hjalp/", SESSION)
            assert (status, headers["Retry-After"]) == (503, "30")
            assert seconds < SOON
            assert ask(f"{address}/health/live")[2] < 1
        finally:
            tell(postmaster, signal.SIGCONT)
        end = time.monotonic() + PATIENCE
        while ask(f"{address}/hjalp/", SESSION)[0] != 200:
            assert time.monotonic() < end
            time.sleep(0.5)


def test_cache_waits_once_for_a_redis_that_never_answers(silent_port, monkeypatch):
    monkeypatch.setattr(SteadyRedisCache, "silent_until", 0)
    limits = {"socket_connect_timeout": 1, "socket_timeout": 1}
    cache = SteadyRedisCache(f"redis://127.0.0.1:{silent_port}/0", {"OPTIONS": limits})
    started = time.monotonic()
    for number in range(20):
        cache.set(f"hang/{number}", number)
        assert cache.get(f"hang/{number}") == number
    assert time.monotonic() - started < SOON


def test_readiness_and_pages_do_not_wait_for_a_redis_that_never_answers(tmp_path, silent_port):
    environment = os.environ | {"PORTAL_MODE": "demo", "PORTAL_VAR": str(tmp_path), "DATABASE_URL": ""}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=PROJECT, env=environment, check=True
    )
    with portal(tmp_path, DATABASE_URL="", REDIS_URL=f"redis://127.0.0.1:{silent_port}/0") as address:
        status, _headers, seconds = ask(f"{address}/health/ready")
        assert (status, seconds < SOON) == (503, True)
        asked = [ask(f"{address}/logga-in/", data=b"email=ingen@kommun.se") for _turn in range(3)]
        assert max(seconds for _status, _headers, seconds in asked) < SOON
        assert ask(f"{address}/health/live")[2] < 1
